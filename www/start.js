// The program is there and the page drawn: gives it what was pasted before, and says what this browser refuses it.
// All else that happens then needs a server (offline.js).

import { say } from "./notice-__VERSION__.js";

/** Hands in what did not come by the page itself, as if it were dropped on it: the program knows nothing of that. */
export const handIn = ({ text, files = [] }) => {
  const dataTransfer = new DataTransfer();
  files.forEach((file) => dataTransfer.items.add(file));
  if (text) dataTransfer.setData("text/plain", text);
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
};

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

/** `pasted` is what came before. */
export const begin = (pasted) => {
  if (pasted) handIn({ text: pasted });
  storage();
  slow();
};
