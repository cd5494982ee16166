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

  // When the program cannot be loaded or started, what to do without it comes into view.
  const failed = () => {
    if (document.querySelector(".boot")) root.dataset.boot = "failed";
  };
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);
  setTimeout(failed, 20000);
})();
