// When the program does not start, or stops: says why in one sentence and what to do, and keeps what was pasted in
// reach. Fetched only then; where this does not come either, index.html has words that fit any reason.

import { all, button, element, say, words } from "./notice-__VERSION__.js";
import { held } from "./start-__VERSION__.js";

/** In the single file (xtask/src/single.rs) it is empty: nothing lies beside that. */
const here = import.meta.url;

// (func (result v128) (i8x16.popcnt (i8x16.splat (i32.const 0)))), the smallest program with what ours is built with.
const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
const EMPTY = SIMD.slice(0, 8);

/** Why it did not start: a key of the words. */
const reason = () => {
  if (typeof WebAssembly !== "object") return "start_none";
  if (!WebAssembly.validate(new Uint8Array(SIMD))) return "start_old";
  if (!here && typeof DecompressionStream !== "function") return "start_old";
  try {
    new WebAssembly.Module(new Uint8Array(EMPTY));
  } catch {
    return "start_forbidden";
  }
  return "start_missing";
};

const copyOld = (text) => {
  const field = element("textarea", { value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
};

const copier = (now, text) => {
  const made = button(now.copy, async () => {
    // A page without TLS has no clipboard of this kind.
    await (navigator.clipboard?.writeText(text) ?? copyOld(text));
    made.textContent = now.copied;
  });
  return made;
};

/** The program did not start, or not yet; `pasted` is what came meanwhile. Said again when more comes. */
export const notStarted = (pasted, slow) => {
  const found = reason();
  const why = slow && found === "start_missing" ? "start_slow" : found;
  for (const [lang, now] of all) {
    const place = document.querySelector(`.boot > [lang="${lang}"] .boot-failed`);
    place?.querySelector(".kept")?.remove();
    const first = place?.querySelector("p");
    if (!first) return;
    first.dataset.testid = "not-started";
    first.dataset.why = why;
    first.replaceChildren(element("strong", {}, now[why]), ` ${now.start_first}`);
    if (!pasted) continue;
    const field = element("textarea", { className: "paste-field", readOnly: true, value: pasted });
    field.dataset.testid = "kept";
    const label = element("label", { className: "paste-label" }, now.start_kept, field);
    // What is said first and the list belong together.
    first.before(element("div", { className: "kept" }, label, element("p", {}, copier(now, pasted))));
  }
};

/** The program stopped in the middle of its work: nothing on the page answers any more. */
export const stopped = () => {
  const guide = here && new URL(`guide/${document.documentElement.lang}/index.html`, here).href;
  const { text, files = [] } = held();
  say("stopped", false, (now) => {
    const kept = text ? now.stopped_text : files.length > 0 ? now.stopped_file : "";
    return [
      element("span", {}, now.stopped, " ", kept, " ", guide && element("a", { href: guide }, now.guide)),
      text ? copier(now, text) : "",
      button(words().update_reload, () => location.reload()),
    ];
  });
};
