// The worker's first breath: it is told where the program is, loads it, and from then on the program answers
// (src/worker/serve.rs). The page sends the compiled module along, so nothing is fetched or compiled twice.
addEventListener(
  "message",
  async ({ data }) => {
    try {
      const { default: init } = await import(data.glue);
      await init({ module_or_path: data.module });
    } catch (error) {
      // The page reads by itself then. A failed import alone would not tell it.
      postMessage({ kind: "refused", why: String(error) });
    }
  },
  { once: true },
);
