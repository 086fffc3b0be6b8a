// The service worker: opens the page without a network. It keeps the files of one release and nothing of /api; what people recorded lies
// in IndexedDB. `npm run build` fills in the release and its files (shell.ts), so that each release is another worker.
const RELEASE = '__RELEASE__'
const FILES = __FILES__
const INDEX = '/index.html'
/** A network that is there and brings nothing is worse than none. */
const PATIENCE_MS = 4_000

self.addEventListener('install', (event) => {
  event.waitUntil(keepFiles())
})
self.addEventListener('activate', (event) => {
  event.waitUntil(dropOtherReleases())
})
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || /^\/(api|livez|readyz)(\/|$)/.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else event.respondWith(file(request))
})

async function keepFiles() {
  const shell = await caches.open(RELEASE)
  await shell.addAll(FILES)
  // Whatever is open goes on with the files that it has loaded; the next page is of this release.
  await self.skipWaiting()
}

async function dropOtherReleases() {
  for (const name of await caches.keys()) if (name !== RELEASE) await caches.delete(name)
  await self.clients.claim()
}

/** From the server while it answers, as it tells of a new release and signs in. */
async function page(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (answer.status < 500) return answer
  } catch {
    // Nobody is there.
  }
  return (await kept(INDEX)) ?? Response.error()
}

async function file(request) {
  return (await kept(request)) ?? fetch(request)
}

/** Asked for by name: opening the files of a release that was dropped would bring it back, empty. */
function kept(request) {
  return caches.match(request, { cacheName: RELEASE })
}
