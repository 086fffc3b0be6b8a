import { isTyping, useKeys } from '../../app/keys'
import type { Media } from '../../lib/api/types'
import { columnsShown, tileId } from './components/MediaGrid'
import { stepFrom } from './media'
import { useRemove } from './useMediaActs'

interface Options {
  /** While something else has the keys. */
  off: boolean
  bin: boolean
  media: readonly Media[]
  /** How many files each month has. */
  sizes: readonly number[]
  /** Where the keys are; nothing before they have been anywhere. */
  active: Media | undefined
  selected: readonly Media[]
  onMark: (ids: ReadonlySet<string>) => void
  onToggle: (media: Media) => void
  onDetails: () => void
  onEscape: () => void
}

const moves = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']

/** The keys of the grid of files. */
export function useGridKeys({ off, bin, media, sizes, active, selected, onMark, onToggle, onDetails, onEscape }: Options): void {
  const remove = useRemove()
  const step = (key: string): Media[] => {
    const from = active ? media.indexOf(active) : -1
    const to = stepFrom(sizes, columnsShown(), from, key)
    const next = media[to]
    if (!next) return []
    document.getElementById(tileId(next.id))?.focus()
    return media.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1)
  }
  const marked = selected.map(({ id }) => id)
  useKeys(
    off
      ? {}
      : {
          ...Object.fromEntries(moves.map((key) => [key, () => void step(key)])),
          ...Object.fromEntries(moves.map((key) => [`Shift+${key}`, () => onMark(new Set([...marked, ...step(key).map(({ id }) => id)]))])),
          x: () => (active ? onToggle(active) : false),
          'Ctrl+a': ({ target }) => (isTyping(target) && !(target instanceof HTMLInputElement && target.type === 'checkbox') ? false : onMark(new Set(media.map(({ id }) => id)))),
          i: onDetails,
          Delete: () => {
            const ids = marked.length > 0 ? marked : active ? [active.id] : []
            if (bin || ids.length === 0 || remove.isPending) return
            const staying = (one: Media): boolean => !ids.includes(one.id)
            const last = media.findLastIndex(({ id }) => ids.includes(id))
            const next = media.slice(last).find(staying) ?? media.slice(0, last).findLast(staying)
            const onSuccess = (): void => {
              onMark(new Set())
              if (next) document.getElementById(tileId(next.id))?.focus()
            }
            remove.mutate(ids, { onSuccess })
          },
          Escape: ({ target }) => {
            if (isTyping(target) && target instanceof HTMLElement) target.blur()
            else onEscape()
          },
        },
  )
}
