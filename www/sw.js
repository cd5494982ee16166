// The service worker: keeps the site's files, so that it opens without its server, one version at a time.
//
// The build (xtask/src/offline.rs) writes the version, which is a hash over all files, and the list: name → SHA-256.
// A file is kept only if it is the one that was built; all of a version are there, or none is used. Each page is given
// the files of the version that it came from. Nothing else is kept: not the pages of the guide, whose texts are in the
// books, and nothing that anybody pastes. What is shared with the installed app, and what a page holds while it reloads,
// is in this worker's memory until the page takes it.

const VERSION = "__VERSION__";
const FILES = __FILES__;

const { scope } = registration;
const PREFIX = `why502 ${scope} `;
/** Which page is of which version: a page outlives the worker that gave it its files. */
const PAGES = `${PREFIX}pages`;
const named = (version) => PREFIX + version;
const versions = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PAGES);

// ── Keeping ───────────────────────────────────────────────────────────────────────────────────────────

const digest = async (answer) => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.arrayBuffer()));
  return `sha256-${btoa(String.fromCharCode(...bytes))}`;
};

/** A file of ours, asked from the server: exactly this one, or an error. */
const ask = async (name, hash) => {
  const answer = await fetch(scope + name, { integrity: hash, cache: "no-cache" });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  // A browser refuses to open a page with an answer that was a redirection.
  return answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer;
};

/** The same file from an earlier version's copy. The page itself is always asked for: its headers may be new. */
const reuse = async (name, hash) => {
  if (name === "") return;
  for (const version of await versions()) {
    const kept = await caches.match(scope + name, { cacheName: version, ignoreVary: true });
    if (kept && (await digest(kept.clone())) === hash) return kept;
  }
};

const install = async () => {
  const cache = await caches.open(named(VERSION));
  // One after the other: whoever is reading something at this moment goes first.
  for (const [name, hash] of Object.entries(FILES)) {
    await cache.put(scope + name, (await reuse(name, hash)) ?? (await ask(name, hash)));
  }
};
addEventListener("install", (event) => event.waitUntil(install()));

// ── Which page has which version ──────────────────────────────────────────────────────────────────────

const pages = new Map();
const key = (id) => `${scope}?page=${id}`;

/** `seen`: the page is there. Before that it may not be among the clients yet. */
const note = async (id, version, seen) => {
  pages.set(id, version);
  await (await caches.open(PAGES)).put(key(id), new Response(JSON.stringify({ version, seen, since: Date.now() })));
};

const versionOf = async (id) => {
  if (!pages.has(id)) {
    const entry = await caches.match(key(id), { cacheName: PAGES });
    if (entry) pages.set(id, (await entry.json()).version);
  }
  return pages.get(id);
};

/** Drops copies that no page needs any more. */
const tidy = async () => {
  // A copy that is being made, or waits, is nobody's yet.
  if (registration.installing || registration.waiting) return;
  const alive = new Set((await clients.matchAll({ includeUncontrolled: true, type: "all" })).map(({ id }) => id));
  const needed = new Set([named(VERSION)]);
  const noted = await caches.open(PAGES);
  for (const request of await noted.keys()) {
    const id = new URL(request.url).searchParams.get("page");
    const { version, seen, since } = await (await noted.match(request)).json();
    if (alive.has(id) || (!seen && Date.now() - since < 60_000)) needed.add(named(version));
    else await noted.delete(request);
  }
  for (const name of await versions()) if (!needed.has(name)) await caches.delete(name);
};
addEventListener("activate", (event) => event.waitUntil(tidy()));

// ── Giving ────────────────────────────────────────────────────────────────────────────────────────────

/** The page itself: always of this version. */
const page = async ({ request, resultingClientId }) => {
  const kept = await caches.match(scope, { cacheName: named(VERSION), ignoreVary: true });
  // The browser has thrown the copy away.
  if (!kept) return fetch(request);
  // On a full disk it is in this worker's memory at least.
  await note(resultingClientId, VERSION, false).catch(() => {});
  return kept;
};

/** A page of the guide: from the server. Without one, the same page in the app. */
const guide = async (request, name) => {
  try {
    return await fetch(request);
  } catch {
    const [, key] = name.match(/^guide\/[^/]+\/(.+)\.html$/) ?? [];
    return Response.redirect(`${scope}#/${!key || key === "index" ? "guide" : key}`);
  }
};

/** The frame of a visitor's page: a stranger to the site, which it would not be without this header. */
const preview = async (request, name) => {
  const kept = await caches.match(scope + name, { cacheName: named(VERSION), ignoreVary: true });
  const { body, status, headers } = kept ?? (await fetch(request));
  const sent = new Headers(headers);
  sent.append("content-security-policy", "sandbox allow-scripts");
  return new Response(body, { status, headers: sent });
};

/** Anything that a page loads. */
const file = async ({ request, clientId }, name) => {
  const version = await versionOf(clientId);
  const from = async (cacheName) => caches.match(scope + name, { cacheName, ignoreVary: true });
  const kept = version && (await from(named(version)));
  if (kept) return kept;
  // A name with a hash in it means the same file in every version; workers are not noted as pages.
  if (/-[0-9a-f]{14,16}[._]/.test(name)) {
    for (const other of await versions()) {
      const same = await from(other);
      if (same) return same;
    }
    return fetch(request);
  }
  // What the server has under this name by now may be another version's.
  if (version && FILES[name]) return version === VERSION ? ask(name, FILES[name]) : Response.error();
  return fetch(request);
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const { href, origin, pathname, search } = new URL(request.url);
  if (!href.startsWith(scope)) return;
  const name = (origin + pathname).slice(scope.length);
  if (request.mode === "navigate") {
    if (request.method === "POST" && name === "share") event.respondWith(shared(request));
    if (request.method !== "GET") return;
    if (name === "" || name === "index.html") event.respondWith(page(event));
    if (name === "preview.html") event.respondWith(preview(request, name));
    if (name.startsWith("guide/")) event.respondWith(guide(request, name));
  } else if (request.method === "GET" && !search && !/^(guide|install)\//.test(name)) {
    event.respondWith(file(event, name));
  }
});

// ── Handing over ──────────────────────────────────────────────────────────────────────────────────────

/** By a word that only the page knows that it is for. */
const held = new Map();

/** What was shared with the installed app: the request ends here. */
const shared = async (request) => {
  const form = await request.formData();
  const said = ["text", "url"].map((name) => form.get(name)).filter(Boolean).join("\n");
  const files = form.getAll("file").filter(({ size }) => size > 0);
  const word = crypto.randomUUID();
  held.set(word, { text: said || form.get("title"), files });
  return Response.redirect(`${scope}?shared=${word}`, 303);
};

const answer = async ({ page, keep, what, take }, id) => {
  if (keep) {
    held.set(keep, what);
    // Only now, when a reader asks for it. Pages of the version before stay as they are elsewhere. Not awaited: it may
    // have to wait for this very message.
    skipWaiting();
  } else if (take) {
    const taken = held.get(take);
    held.delete(take);
    return taken;
  } else if (page) {
    await note(id, page, true).catch(() => {});
    // A first visit came from the server: from now on it is looked after, if it is what we have.
    if (page === VERSION) await clients.claim();
    await tidy().catch(() => {});
    return VERSION;
  }
};
addEventListener("message", (event) => {
  const { data, source, ports: [port] } = event;
  // Whoever asked waits for it, whatever has happened.
  event.waitUntil(answer(data, source.id).then((said) => port.postMessage(said), () => port.postMessage()));
});
