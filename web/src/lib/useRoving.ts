import { useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react'

const moves: Record<string, (at: number, last: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
}

interface Roving<E> {
  /** For the element around the links. */
  row: { ref: RefObject<E | null>; onKeyDown: (event: KeyboardEvent) => void; onFocus: (event: FocusEvent) => void }
  tabIndex: (index: number) => 0 | -1
}

/** A row of links that is one stop of the Tab key; arrows, Home and End move inside. `start` is where it is entered first. */
export function useRoving<E extends HTMLElement>(count: number, start = count - 1): Roving<E> {
  const ref = useRef<E>(null)
  const [entered, setEntered] = useState<number | null>(null)
  const at = Math.min(entered ?? start, count - 1)
  const links = (): HTMLAnchorElement[] => [...(ref.current?.querySelectorAll('a') ?? [])]
  return {
    row: {
      ref,
      onFocus: ({ target }) => setEntered(links().indexOf(target as HTMLAnchorElement)),
      onKeyDown: (event) => {
        const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key]
        if (!move) return
        event.preventDefault()
        links()[Math.min(Math.max(move(at, count - 1), 0), count - 1)]?.focus()
      },
    },
    tabIndex: (index) => (index === at ? 0 : -1),
  }
}
