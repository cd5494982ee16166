// <why-502 lang="zh-Hant" theme="dark" open>: the tool inside somebody else's page.
//
// This file is all that such a page loads until a reader opens the tool. It finds the program beside itself, draws
// into a shadow root, and keeps its hands off the page around: no address, no title, no style and no paste of that page
// is touched, and none of its style gets in.
//
// There is one program a page. The element that was opened last has it; another one takes it over when it is closed
// there, with what was pasted, and points to it while it is open.
//
// The build (xtask/src/element.rs) puts names and words in place of the two names in capitals with underscores.

const FILES = __FILES__;
const WORDS = __WORDS__;

const here = new URL("./", import.meta.url);
const at = (name) => new URL(name, here).href;

/** One of our languages for a tag such as `zh-TW`. */
const known = (tag) => {
  const first = (tag ?? "").toLowerCase().split("-")[0];
  return Object.keys(WORDS).find((ours) => ours.toLowerCase().split("-")[0] === first);
};

const recall = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage may be refused as a whole.
  }
};

const sheet = (rules) => {
  const made = new CSSStyleSheet();
  made.replaceSync(rules);
  return made;
};

/**
 * The site's style sheets, made to fit: the root is an element of ours, its width counts and not the window's, and
 * `rem`, which would be the size of somebody else's letters, is the size that the reader's browser is set to.
 */
const within = (css) =>
  css.replace(/@media[^{]*|:root\b|(^|[}\s,])(?:html|body)\b(?=[^{}]*\{)|\b([\d.]+)vw\b|(-?)((?:\d*\.)?\d+)rem\b/g, (whole, before, vw, minus, rem) => {
    if (whole.startsWith("@media")) {
      const width = whole.match(/^@media\s*(\([^()]*\bwidth\b[^()]*\))\s*$/);
      return width ? `@container ${width[1].replaceAll("rem", "em")}` : whole;
    }
    if (rem !== undefined) return `calc(${minus}${rem} * var(--rem))`;
    if (vw !== undefined) return `${vw}cqi`;
    return `${before ?? ""}.why502`;
  });

/** Nothing that is inherited from the page around gets further than to our shell. */
const reset = sheet(`
  :host { display: block; }
  :host([hidden]) { display: none; }
  .shell { all: initial; display: block; direction: ltr; container-type: inline-size; }
`);
/** What is different here from the site. */
const frame = sheet(`
  .shell, .app { font-size: medium; }
  .shell { background: none; }
  .opened { background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); overflow: clip; }
  .bar { display: flex; gap: 0.5em; padding: 0.5em; border-block-end: 1px solid var(--line); }
  .bar .close { margin-inline-start: auto; }
  .note { margin: 0; padding: 0.75em; display: flex; flex-wrap: wrap; align-items: center; gap: 0.75em; }
  .opener { padding: 0.5em 1em; }
  .main { min-height: 0; padding-block-end: 1.5em; }
`);
/** All style sheets, in the order that counts; the program's come with it. */
const first = [reset, sheet(within(FILES.base))];
let sheets = [...first, frame];

/** What the program knows of where it is (src/web.rs): its files, its elements, its address, what is asked of it. */
class Frame extends EventTarget {
  base = here.href;
  glue;
  root = document.createElement("div");
  host = document.createElement("div");
  lang;
  theme;
  /** The program says whether it could draw. */
  drawn;
  isDrawn;
  #hash = "";
  #before = [];

  constructor() {
    super();
    this.root.className = "why502 app";
    this.root.append(this.host);
    // A link of ours is not one of the page around, in a new tab neither.
    const follow = (event) => {
      const link = event.composedPath().find((node) => node.localName === "a");
      const to = link?.getAttribute("href");
      if (link?.relList?.contains("external")) link.target = "_blank";
      if (!to?.startsWith("#")) return;
      if (!event.defaultPrevented && event.button === 0) this.hash = to;
      event.preventDefault();
    };
    this.root.addEventListener("click", follow);
    this.root.addEventListener("auxclick", follow);
  }

  get hash() {
    return this.#hash;
  }
  set hash(to) {
    if (to === this.#hash) return;
    this.#before.push(this.#hash);
    this.#open(to);
  }
  get canGoBack() {
    return this.#before.length > 0;
  }
  back() {
    if (this.canGoBack) this.#open(this.#before.pop());
  }
  #open(to) {
    this.#hash = to;
    this.dispatchEvent(new Event("hashchange"));
    holder.refresh();
  }

  style(rules) {
    sheets = [...sheets.slice(0, -1), sheet(within(rules)), frame];
    holder.dress();
  }
  async more(tries) {
    // Some browsers remember that a module could not be had, and do not ask again.
    const { default: start } = await import(at(FILES.more) + (tries > 0 ? `?${tries}` : ""));
    await start();
  }
}

/** The program, once it was asked for; how far it is; the element that shows it; all elements there are. */
let app;
let started;
let tries = 0;
let holder;
const all = new Set();

const start = async () => {
  const rules = await Promise.all(
    FILES.css.map(async (name) => {
      const answer = await fetch(at(name));
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return sheet(within(await answer.text()));
    }),
  );
  sheets = [...first, ...rules, frame];
  // Some browsers remember that a module could not be had, and do not ask again.
  app.isDrawn = new Promise((resolve) => (app.drawn = resolve));
  app.glue = at(FILES.glue) + (tries > 0 ? `?${tries}` : "");
  tries += 1;
  const { default: init } = await import(app.glue);
  await init({ module_or_path: at(FILES.wasm) });
  if (!(await app.isDrawn)) throw new Error("the words of the language did not come");
};

class Why502 extends HTMLElement {
  static observedAttributes = ["lang", "theme", "open", "label"];
  #root = this.attachShadow({ mode: "open" });
  #shell = this.#element("div", "why502 shell");
  #opener = this.#button("opener", () => this.#toggle(true));
  #panel = this.#element("section", "opened");
  #bar = this.#element("div", "bar");
  #back = this.#button("back", () => app.back());
  #close = this.#button("close", () => this.#toggle(false));
  #note = this.#element("p", "note");
  #said = this.#element("span", "said");
  #act = this.#button("act", () => this.#help());
  /** What stands in the place of the program: "", "loading", "failed", "elsewhere". */
  #state = "";
  #watch = new MutationObserver(() => this.refresh());

  constructor() {
    super();
    this.#panel.setAttribute("aria-label", "why502");
    this.#said.setAttribute("role", "status");
    this.#note.append(this.#said, this.#act);
    this.#bar.append(this.#back, this.#close);
    this.#panel.append(this.#bar, this.#note);
    this.#shell.append(this.#opener, this.#panel);
    this.#root.append(this.#shell);
    this.dress();
  }

  #element(name, kind) {
    const element = document.createElement(name);
    element.className = kind;
    return element;
  }
  #button(kind, press) {
    const button = this.#element("button", kind);
    button.type = "button";
    button.addEventListener("click", press);
    return button;
  }

  connectedCallback() {
    all.add(this);
    // The size of letters that the reader's browser is set to, which no page around can change.
    this.#shell.style.setProperty("--rem", getComputedStyle(this.#shell).fontSize);
    if (holder === this) this.#hold();
    this.#change();
  }
  disconnectedCallback() {
    all.delete(this);
    this.#watch.disconnect();
    // An element that is only moved is back by then.
    queueMicrotask(() => all.forEach((other) => other.refresh()));
  }
  attributeChangedCallback(name) {
    if (!this.isConnected) return;
    if ((name === "lang" || name === "theme") && holder === this) this.#ask();
    this.#change();
  }

  get #isOpen() {
    return this.hasAttribute("open");
  }
  /** Whether the program is here to be seen. */
  get #isShown() {
    return holder === this && this.isConnected && this.#isOpen;
  }

  /** By hand: then the focus goes along. */
  #toggle(open) {
    this.toggleAttribute("open", open);
    if (!open) this.#opener.focus({ preventScroll: true });
    else if (!this.#toHeading()) this.#close.focus({ preventScroll: true });
  }
  #toHeading() {
    const heading = holder === this && this.#state === "" && app.root.querySelector("#main > :not([hidden]) h1");
    heading?.focus?.({ preventScroll: true });
    return Boolean(heading);
  }

  /** The owner's word first, then the reader's own choice, then the language of the page around. */
  #asked() {
    const around = this.parentElement?.closest("[lang]")?.getAttribute("lang");
    return {
      lang: known(this.getAttribute("lang")) ?? known(recall("why502.lang")) ?? known(around),
      theme: this.getAttribute("theme") ?? recall("why502.theme") ?? "auto",
    };
  }
  #ask() {
    Object.assign(app, this.#asked());
    app.dispatchEvent(new Event("asked"));
  }

  #change() {
    if (this.#isOpen && holder !== this) this.#take();
    this.refresh();
    all.forEach((other) => other !== this && other.refresh());
  }

  /** Gets the program, unless another element shows it. */
  #take() {
    if (holder?.#isShown) {
      this.#state = "elsewhere";
      return;
    }
    holder?.#watch.disconnect();
    holder = this;
    app ??= globalThis.why502 = new Frame();
    this.#panel.append(app.root);
    this.#hold();
    this.#ask();
    this.#load();
  }
  #hold() {
    this.#watch.observe(app.root, { attributes: true, attributeFilter: ["lang", "data-theme"] });
  }

  async #load() {
    this.#state = started === true ? "" : "loading";
    try {
      started ??= start();
      await started;
      started = true;
      this.#state = "";
    } catch (error) {
      started = undefined;
      this.#state = "failed";
      console.error(error);
    }
    this.dress();
    this.refresh();
    // Whoever has opened it by hand, and waited.
    if (this.#root.activeElement === this.#close) this.#toHeading();
  }

  /** What the button in the note does. */
  #help() {
    if (this.#state === "elsewhere") {
      holder.scrollIntoView({ block: "start" });
      holder.#close.focus({ preventScroll: true });
    } else {
      this.#load();
      this.refresh();
    }
  }

  /** Puts on the style sheets that there are by now. */
  dress() {
    this.#root.adoptedStyleSheets = sheets;
  }

  /** Shows what is the case. */
  refresh() {
    if (this.#isOpen && this.isConnected && this.#state === "elsewhere" && !holder?.#isShown) this.#take();
    const mine = holder === this;
    const asked = this.#asked();
    const lang = (mine && app.root.lang) || asked.lang || navigator.languages.map(known).find(Boolean) || "en";
    const words = WORDS[lang];
    this.#shell.lang = lang;
    this.#shell.dataset.theme = (mine && app.root.dataset.theme) || asked.theme;
    this.#opener.textContent = this.getAttribute("label") || words.opener;
    this.#back.textContent = `← ${words.back}`;
    this.#close.textContent = words.close;
    this.#said.textContent = words[this.#state] ?? "";
    this.#act.textContent = this.#state === "elsewhere" ? words.there : words.again;
    this.#opener.hidden = this.#isOpen;
    this.#panel.hidden = !this.#isOpen;
    this.#back.hidden = !(mine && app.canGoBack);
    this.#note.hidden = this.#state === "";
    this.#act.hidden = this.#state === "loading";
    if (mine) app.root.hidden = this.#state !== "";
  }
}

customElements.get("why-502") ?? customElements.define("why-502", Why502);
