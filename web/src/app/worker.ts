/** The service worker opens the page without a network. It is of a built release; where browsers allow none, the page needs its network. */
export function keepShell(): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined)
}
