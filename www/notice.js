// What the page says beside the program, which has its own words and may be what has failed: one line each, in the
// language that is open, below everything else. The build (xtask/src/offline.rs) puts in the words.

const WORDS = __WORDS__;
const root = document.documentElement;
/** Both languages' words, for texts that stand in both. */
export const all = Object.entries(WORDS);
export const words = () => WORDS[root.lang] ?? WORDS.en;

/** An element with its properties and what is in it. */
export const element = (name, properties, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};
export const button = (text, onclick) => element("button", { type: "button", textContent: text, onclick });

/** Two places: what asks for something stays in view, what is merely so stands at the foot. */
const notices = element("aside", { className: "notices" });
const state = element("section", { className: "bottom state" });
const lines = new Map();

const draw = () => {
  const now = words();
  notices.setAttribute("aria-label", now.notices);
  state.setAttribute("aria-label", now.state);
  for (const [place, quiet] of [[notices, false], [state, true]]) {
    const [live] = place.children;
    const here = [...lines].filter(([, line]) => line.quiet === quiet);
    live.replaceChildren(
      ...here.map(([name, { make }]) => {
        const line = element("p", {}, ...make(now));
        line.dataset.testid = name;
        return line;
      }),
    );
    place.hidden = here.length === 0;
  }
};

/** Shows a line, or the same line in another state. `make` gives its texts and elements in the words it is given. */
export const say = (name, quiet, make) => {
  lines.set(name, { quiet, make });
  draw();
};
export const unsay = (name) => {
  lines.delete(name);
  draw();
};

try {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    .notices { position: sticky; inset-block-end: 0; z-index: 1; max-width: 62rem; margin-inline: auto;
      padding-inline: clamp(0.875rem, 3vw, 2rem); padding-block-end: 0.75rem; }
    .notices p { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.75rem; margin: 0.5rem 0 0;
      padding: 0.5rem 1rem; background: var(--card); border: 1px solid var(--accent); border-radius: var(--radius);
      box-shadow: 0 2px 12px rgb(0 0 0 / 0.15); }
    .notices span { flex: 1 1 16rem; }
    .state p { border: 0; padding-block: 0; }
    .state div { margin-block: -1.25rem 1.25rem; }
    @media print { .notices, .state { display: none; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
} catch {
  // An old browser shows it in plain.
}
// In this order: what stays in view must not hide the last line.
for (const place of [state, notices]) {
  place.hidden = true;
  place.append(element("div"));
  place.firstChild.setAttribute("role", "status");
  document.body.append(place);
}
new MutationObserver(draw).observe(root, { attributes: true, attributeFilter: ["lang"] });
