// The end of the one script of why502.html (xtask/src/single.rs), in which the glue between browser and program stands
// before this. The page runs it, and its worker runs the same text again from a blob: from a disk, and at the address
// of somebody's error, there is no other file to load.
//
// What the program asks for (src/web.rs): `open` gives the answer to a request for one of the site's files, `worker`
// starts a worker, `document` gives an address for a frame, `more` loads the second program, `glue` would be the address of the glue.
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
  const decode = (text) => {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
    return bytes;
  };
  const unzip = (text) => new Blob([decode(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  // All long texts are one piece, in which far repeats are references (xtask/src/far.rs).
  const unpackTexts = async (block) => {
    const packed = new Uint8Array(await new Response(unzip(block.textContent)).arrayBuffer());
    const parts = block.dataset.parts.split(" ").map((part) => part.split("="));
    const texts = new Uint8Array(parts.reduce((sum, [, length]) => sum + Number(length), 0));
    let [at, to, from] = [0, 0, 0];
    const number = () => {
      for (let n = 0, unit = 1; ; unit *= 128) {
        const byte = packed[at++];
        n += (byte & 127) * unit;
        if (byte < 128) return n;
      }
    };
    while (at < packed.length) {
      const mark = packed.indexOf(2, at);
      const plain = packed.subarray(at, mark < 0 ? packed.length : mark);
      texts.set(plain, to);
      to += plain.length;
      at += plain.length + 1;
      if (mark < 0) break;
      const way = number();
      from += way % 2 ? -(way + 1) / 2 : way / 2;
      const length = number();
      texts.copyWithin(to, from, from + length);
      to += length;
      from += length;
    }
    let start = 0;
    return new Map(parts.map(([name, length]) => [name, texts.subarray(start, (start += Number(length)))]));
  };
  let texts;
  // Not a request: the policy of this page allows none at all.
  const open = async (name) => {
    const block = document.querySelector(`script[data-file="${name}"]`);
    if (block) return new Response(unzip(block.textContent), { headers: { "content-type": block.type } });
    texts ??= unpackTexts(document.getElementById("texts"));
    const text = (await texts).get(name);
    return text ? new Response(text) : new Response(null, { status: 404 });
  };
  const worker = () => {
    const script = new Blob([document.getElementById("program").textContent], { type: "text/javascript" });
    const address = URL.createObjectURL(script);
    const started = new Worker(address, { type: "module" });
    started.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
    return started;
  };
  const address = (name) => {
    const block = document.querySelector(`script[data-document="${name}"]`);
    return block && URL.createObjectURL(new Blob([decode(block.textContent)], { type: block.type }));
  };
  const addresses = new Map();
  // A frame of this page has its policy too, so the policy knows what runs there.
  const documentAt = (name) => {
    if (!addresses.has(name)) addresses.set(name, address(name));
    return addresses.get(name);
  };
  // The second program's glue says that it is there by its last line, which the build has added. The policy names its
  // hash: so it is run as it is, and no address of a script has to be allowed.
  const more = async () => {
    const script = document.createElement("script");
    script.type = "module";
    script.textContent = await (await open("more.js")).text();
    const init = await new Promise((resolve) => {
      globalThis.why502.here = resolve;
      document.head.append(script);
    });
    await init({ module_or_path: open("more.wasm") });
  };
  globalThis.why502 = { open, worker, document: documentAt, more, glue: "" };
  await __wbg_init({ module_or_path: open("program.wasm") });
}
