/** An address a browser may open: http or https only; anything else becomes a harmless fragment. */
export function httpHref(value: string): string {
  const text = value.trim()
  const candidate = /^https?:\/\//i.test(text) ? text : `https://${text}`
  try {
    const url = new URL(candidate)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : '#'
  } catch {
    return '#'
  }
}
