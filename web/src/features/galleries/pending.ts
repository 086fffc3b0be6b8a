import type { Media } from '../../lib/api/types'

const FIRST_MS = 1_500
const LAST_MS = 24_000

/** Tells how soon to look again while previews are being made: twice as long each time that nothing came of it. */
export function pendingInterval(): (media: readonly Media[] | undefined, now?: number) => number | false {
  let waiting = ''
  let since = 0
  return (media = [], now = Date.now()) => {
    // Of one that is turned again before they are made others are awaited.
    const pending = media.filter(({ preview }) => preview === 'pending').map(({ id, etag }) => `${id} ${etag}`).join()
    if (pending !== waiting) [waiting, since] = [pending, now]
    if (pending === '') return false
    return Math.min(LAST_MS, FIRST_MS * 2 ** Math.floor(Math.log2((now - since) / FIRST_MS + 1)))
  }
}
