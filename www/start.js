// The program is there and the page drawn: remembers what the reader hands it, and says what this browser refuses it.
// All else that happens then needs a server (offline.js).

import { say } from "./notice-__VERSION__.js";

/** Hands in what did not come by the page itself, as if it were dropped on it: the program knows nothing of that. */
export const handIn = ({ text, files = [] }) => {
  const dataTransfer = new DataTransfer();
  files.forEach((file) => dataTransfer.items.add(file));
  if (text) dataTransfer.setData("text/plain", text);
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
};

/** What came in last that may be too large for the box: the program names it, and only the browser has it. */
let last = { text: globalThis.why502Pasted?.() };
const remember = (data) => {
  const [files, text] = [[...(data?.files ?? [])], data?.getData?.("text/plain")];
  if (files.length > 0 || text) last = { files, text: files.length > 0 ? "" : text };
};
addEventListener("drop", ({ dataTransfer }) => remember(dataTransfer), true);
addEventListener("paste", ({ clipboardData }) => remember(clipboardData), true);
addEventListener("change", ({ target }) => target.type === "file" && remember(target), true);

/** What is being read: files, or a text. */
export const held = () => (document.querySelector("[data-testid=held]") ? last : { text: document.getElementById("paste").value });

const storage = () => {
  try {
    localStorage.getItem("why502.lang");
  } catch {
    say("storage", true, (words) => [words.storage_refused]);
  }
};

/** The program reads on the page itself when it must (src/worker/client.rs). */
const slow = () => {
  const { documentElement } = document;
  const look = () => documentElement.dataset.reader && say("slow", true, (words) => [words.worker_refused]);
  new MutationObserver(look).observe(documentElement, { attributes: true, attributeFilter: ["data-reader"] });
  look();
};

export const begin = () => {
  storage();
  slow();
};
