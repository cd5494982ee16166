// The end of the one script of why502.html (xtask/src/single.rs), in which the glue between browser and program stands
// before this. The page runs it, and its worker runs the same text again from a blob: from a disk, and at the address
// of somebody's error, there is no other file to load.
//
// What the program asks for (src/web.rs): `open` gives the answer to a request for one of the site's files, `worker`
// starts a worker, `glue` would be the address of the glue.
if (typeof document === "undefined") {
  addEventListener(
    "message",
    async ({ data }) => {
      try {
        await __wbg_init({ module_or_path: data.module });
      } catch (error) {
        // The page reads by itself then.
        postMessage({ kind: "refused", why: String(error) });
      }
    },
    { once: true },
  );
} else {
  const unpack = (text) => {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
    return new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  };
  // Not a request: the policy of this page allows none at all.
  const open = async (name) => {
    const block = document.querySelector(`script[data-file="${name}"]`);
    if (!block) return new Response(null, { status: 404 });
    return new Response(unpack(block.textContent), { headers: { "content-type": block.type } });
  };
  const worker = () => {
    const script = new Blob([document.getElementById("program").textContent], { type: "text/javascript" });
    const address = URL.createObjectURL(script);
    const started = new Worker(address, { type: "module" });
    started.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
    return started;
  };
  globalThis.why502 = { open, worker, glue: "" };
  await __wbg_init({ module_or_path: open("program.wasm") });
}
