import { useLayoutEffect, useRef, useState, type HTMLAttributes, type KeyboardEvent, type MouseEvent, type RefObject } from 'react'
import { usePhone } from '../lib/media'
import { useDelayed } from '../lib/useDelayed'
import { heightOf, rowsInView, scrollTo, topOf, type Layout } from './rowWindow'

const HEAD = 32
const ROW = 32
const CARD = 60
const EXTRA = 6
const AHEAD = 60
const FADE_AFTER_MS = 150
const SKELETONS = 24

export interface ListHandle {
  focus: () => void
}

export interface RowListOptions<R> {
  rows: readonly R[]
  /** How many there are, also those that have not come yet. */
  count: number
  loading: boolean
  outdated: boolean
  /** What the list is of; another one begins at the top. */
  of: string
  active: number
  onActive: (index: number) => void
  onMore: () => void
  onOpen: (row: R) => void
  /** Keys beside those that move. */
  keys?: Record<string, () => void>
  /** A press inside a row that means something of its own; true when it did. */
  onPress?: (target: HTMLElement, index: number) => boolean
  /** The row that stands open, or -1, and how much higher that makes it. */
  open?: number
  openHeight?: number
}

interface RowList<R> {
  phone: boolean
  scroller: RefObject<HTMLDivElement | null>
  /** For the element that scrolls. */
  grid: HTMLAttributes<HTMLDivElement>
  dimmed: boolean
  /** Height of all rows, px. */
  height: number
  drawn: { index: number; row: R | undefined; top: number }[]
}

/** Rows of which only those in view are drawn, moved through by keys. */
export function useRowList<R>(options: RowListOptions<R>): RowList<R> {
  const { rows, active, onActive, onMore, loading } = options
  const phone = usePhone()
  const scroller = useRef<HTMLDivElement>(null)
  const [scrollTop, setScrollTop] = useState(0)
  const [height, setHeight] = useState(600)
  const dimmed = useDelayed(options.outdated, FADE_AFTER_MS) && options.outdated
  const head = phone ? 0 : HEAD
  const layout: Layout = {
    rows: loading ? SKELETONS : options.count,
    rowHeight: phone ? CARD : ROW,
    open: options.open ?? -1,
    openHeight: options.openHeight ?? 0,
  }
  const shown = rowsInView(layout, scrollTop, height - head, EXTRA)
  const drawn = Array.from({ length: Math.max(0, shown.last - shown.first) }, (_, i) => {
    const index = shown.first + i
    return { index, row: rows[index], top: topOf(layout, index) }
  })
  const wantsMore = shown.last + AHEAD > rows.length && !loading

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    if (wantsMore) onMore()
  })
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
  }, [options.of])

  const move = (to: number): void => {
    const index = Math.min(rows.length - 1, Math.max(0, to))
    if (index < 0) return
    onActive(index)
    const element = scroller.current
    const top = element && scrollTo(layout, element.scrollTop, element.clientHeight - head, index)
    if (element && top !== null) element.scrollTop = top
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((height - head) / layout.rowHeight) - 1)
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      PageDown: () => move(active + page),
      PageUp: () => move(active - page),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      Enter: () => {
        const row = rows[active]
        if (row) options.onOpen(row)
      },
      ...options.keys,
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const target = event.target as HTMLElement
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1)
    const row = rows[index]
    if (!row || target.closest('[data-details]')) return
    onActive(index)
    if (target.closest('a')) return
    if (!options.onPress?.(target, index) && (phone || event.detail === 2)) options.onOpen(row)
    scroller.current?.focus({ preventScroll: true })
  }
  return {
    phone,
    scroller,
    dimmed,
    height: heightOf(layout),
    drawn,
    grid: { tabIndex: 0, onScroll: (event) => setScrollTop(event.currentTarget.scrollTop), onKeyDown, onClick },
  }
}
