// Once the page can be used: has the service worker (www/sw.js) keep a copy of the site, says when a newer version is
// there, and takes what the system hands over: a file opened with the app, a text shared with it.

import { button, element, say, unsay } from "./notice-__VERSION__.js";
import { begin, handIn, held } from "./start-__VERSION__.js";

const VERSION = "__VERSION__";
const root = document.documentElement;
const service = navigator.serviceWorker;
const here = (name) => new URL(name, import.meta.url).href;

/** When nothing more important is under way. */
const idle = async () => {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve, { timeout: 5000 }));
};

/** Asks a service worker something, and waits for its answer. */
const ask = (worker, message) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(message, [port2]);
  });

/** Whether a service worker gets to work. */
const works = (worker) =>
  new Promise((resolve) => {
    const look = () => /activated|redundant/.test(worker.state) && resolve(worker.state === "activated");
    worker.addEventListener("statechange", look);
    look();
  });

// ── A newer version ───────────────────────────────────────────────────────────────────────────────────

const reload = async (registration) => {
  const worker = registration.waiting ?? registration.active;
  // The worker holds it in its memory, and gives it to whoever knows this word: this tab, after the reload.
  const word = crypto.randomUUID();
  history.replaceState({ ...history.state, why502: word }, "");
  await ask(worker, { keep: word, what: held() });
  await works(worker);
  location.reload();
};

const offer = (registration) =>
  say("update", false, (words) => [
    element("span", {}, words.update_here),
    button(words.update_reload, () => reload(registration)),
    button(words.update_later, () => unsay("update")),
  ]);

const watch = (registration) => {
  const look = () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && registration.active) offer(registration);
    });
  };
  registration.addEventListener("updatefound", look);
  look();
  if (registration.waiting) offer(registration);
};

// ── The copy ──────────────────────────────────────────────────────────────────────────────────────────

const keep = async () => {
  const registration = await service.register(here("sw.js"), { updateViaCache: "none" });
  watch(registration);
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (!(await works(worker))) throw new Error("the copy could not be made");
  // Another version at work has our files only if this page came from it; the reader may change over.
  const version = await ask(worker, { page: VERSION });
  if (version && version !== VERSION && !registration.installing) offer(registration);
};

const copy = async () => {
  try {
    await keep();
    say("offline", true, (words) => [words.offline_ready]);
  } catch {
    say("offline", true, (words) => [
      words.offline_refused, " ",
      element("a", { href: here("why502.html"), download: "why502.html" }, words.offline_file),
    ]);
  }
};

// ── From the system ───────────────────────────────────────────────────────────────────────────────────

const handed = async () => {
  const shared = new URLSearchParams(location.search).get("shared");
  const word = shared ?? history.state?.why502;
  if (!word) return;
  const { pathname, hash } = location;
  history.replaceState(null, "", pathname + hash);
  const what = service?.controller && (await ask(service.controller, { take: word }));
  if (!what) return;
  handIn(what);
  // After a reload the page stays the one that was open.
  if (!shared && hash) location.hash = hash;
};

const installable = () => {
  document.head.append(
    element("link", { rel: "manifest", crossOrigin: "use-credentials", href: here(`install/${root.lang}.webmanifest`) }),
    element("link", { rel: "apple-touch-icon", href: here("install/icon-192.png") }),
  );
  globalThis.launchQueue?.setConsumer(async ({ files = [] }) => {
    if (files.length > 0) handIn({ files: await Promise.all(files.map((file) => file.getFile())) });
  });
};

/** The page is drawn. */
export const start = async () => {
  begin();
  await handed();
  installable();
  await idle();
  await copy();
};
