// Keeps the page's own files, so that it opens without a network. Nothing else is ever kept: answers of the register are
// never cached here. The list and the version are filled in when it is built.
const files = __FILES__, name = 'pos-' + __VERSION__;

self.addEventListener('install', (event) => event.waitUntil(caches.open(name).then((c) => c.addAll(files.map((f) => new Request(f, { cache: 'reload' }))))));
self.addEventListener('activate', (event) =>
  event.waitUntil(caches.keys().then((all) => Promise.all(all.filter((n) => n.startsWith('pos-') && n !== name).map((n) => caches.delete(n)))).then(() => self.clients.claim())));
self.addEventListener('message', (event) => { if (event.data === 'take over') self.skipWaiting(); });
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith('/pos')) return;
  const path = event.request.mode === 'navigate' ? '/pos/' : url.pathname;
  event.respondWith(caches.open(name).then((c) => c.match(path)).then((kept) => kept ?? fetch(event.request)));
});
