// Runs before anything is painted: the remembered colours and language, or what the browser asks for.
// The program takes over from here (src/settings.rs reads the same keys).
(() => {
  const root = document.documentElement;
  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage may be refused as a whole.
    }
  };
  const theme = recall("why502.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const wanted = [recall("why502.lang"), ...navigator.languages].find((tag) => /^(en|zh)\b/i.test(tag));
  root.lang = /^zh/i.test(wanted) ? "zh-Hant" : "en";
  root.dataset.boot = "loading";

  // The words of this language come beside the program, which draws nothing without them.
  const words = document.querySelector("meta[name=why502-words]")?.content.split(" ");
  const file = words?.find((name) => name.startsWith(`words-${root.lang}-`));
  if (file) {
    const hint = { rel: "preload", as: "fetch", crossOrigin: "", href: file };
    document.head.append(Object.assign(document.createElement("link"), hint));
  }

  // How the program loads its second part: it cannot write `import()` itself.
  globalThis.why502Load = async (address) => (await import(address)).default();

  // What a first visit does without. The build (xtask/src/offline.rs) writes the version. When even this does not come,
  // the page's own words have to do.
  const later = (name, use) => import(`./${name}-__VERSION__.js`).then(use, () => {});
  // The program draws the page when its words are there too, and says when it hears what is pasted (src/app.rs).
  const hears = () => root.dataset.boot === "done";
  new MutationObserver((_, observer) => {
    if (!hears()) return;
    observer.disconnect();
    later("offline", ({ start }) => start());
  }).observe(root, { attributes: true, attributeFilter: ["data-boot"] });

  // When the program cannot be loaded or started, what to do without it comes into view; when it stops later, what to
  // do now. Whoever pastes before it is there pastes all the same: it asks for that as soon as it hears.
  let pasted = "";
  globalThis.why502Pasted = () => pasted;
  let told = "";
  const tell = (what) => {
    told = what;
    root.dataset.boot = "failed";
    later("degraded", ({ notStarted }) => notStarted(pasted, what === "slow"));
  };
  addEventListener("paste", (event) => {
    if (hears()) return;
    pasted += event.clipboardData.getData("text");
    if (told) tell(told);
  });
  const failed = ({ error, reason }) => {
    if (!hears()) tell("failed");
    else if ((error ?? reason) instanceof WebAssembly.RuntimeError) later("degraded", ({ stopped }) => stopped());
  };
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);
  setTimeout(() => hears() || told || tell("slow"), 20000);
})();
