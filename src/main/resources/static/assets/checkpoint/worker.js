// Keeps the page on the phone: it opens from there, with network or without. VERSION and FILES stand above. Lists and scans are
// none of its business: they outlive it.

const PAGE = new URL("../checkpoint", location.href).href;
const ASSETS = FILES.map((file) => new URL(`../assets/checkpoint/${file}`, location.href).href);
const MINE = "homeward-checkpoint-";

self.addEventListener("install", (event) =>
  event.waitUntil(
    (async () => {
      const page = await fetch(PAGE, { cache: "no-store" });
      if (!page.ok || page.redirected) throw new Error("nobody is signed in");
      const cache = await caches.open(MINE + VERSION);
      await cache.put(PAGE, page);
      await cache.addAll(ASSETS.map((file) => new Request(file, { cache: "no-cache" })));
      await self.skipWaiting();
    })(),
  ),
);

self.addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith(MINE) && name !== MINE + VERSION);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  ),
);

self.addEventListener("fetch", (event) => {
  const address = event.request.url.split(/[?#]/)[0];
  if (event.request.method !== "GET" || (address !== PAGE && !ASSETS.includes(address))) return;
  event.respondWith(
    caches
      .open(MINE + VERSION)
      .then((cache) => cache.match(address, { ignoreVary: true }))
      .then((kept) => kept ?? fetch(event.request)),
  );
});
