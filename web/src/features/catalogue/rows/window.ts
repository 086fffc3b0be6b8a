// Which rows of a very long list are on the screen, and where they stand.
//
// Browsers cap the height of an element (Chromium near 33.5 million px, Firefox near 17.8), and a million rows of 32 px
// come close or go over. Beyond MAX_HEIGHT the scroll range is squeezed: the scrollbar still goes from the first
// row to the last, each scrolled pixel just means more than one pixel of list.

export const MAX_HEIGHT = 15_000_000

export interface Viewport {
  total: number
  rowHeight: number
  /** Height of the part of the scroller that shows rows, px. */
  height: number
}

/** Height of the scrolled content, px. */
export const scrollHeight = (v: Viewport): number => Math.min(v.total * v.rowHeight, MAX_HEIGHT)

/** List pixels for a scroll position. */
export function listOffset(v: Viewport, scrollTop: number): number {
  const real = v.total * v.rowHeight
  const shown = scrollHeight(v)
  if (real === shown) return scrollTop
  const range = shown - v.height
  return range <= 0 ? 0 : (Math.min(Math.max(scrollTop, 0), range) * (real - v.height)) / range
}

/** Scroll position for list pixels; the inverse of listOffset. */
export function scrollOffset(v: Viewport, offset: number): number {
  const real = v.total * v.rowHeight
  const shown = scrollHeight(v)
  if (real === shown) return offset
  const range = real - v.height
  return range <= 0 ? 0 : (offset * (shown - v.height)) / range
}

export interface Window {
  first: number
  /** Exclusive. */
  last: number
}

/** How many row elements a viewport needs, wherever it stands: those in view, `extra` on both sides, and a step. */
export const slotCount = (v: Viewport, extra: number, step: number): number =>
  Math.ceil((Math.ceil(v.height / v.rowHeight) + 1 + 2 * extra) / step + 1) * step

/** Rows to draw, with some more on both sides; moves in steps so that a small scroll draws nothing anew. */
export function visibleRows(v: Viewport, scrollTop: number, extra: number, step: number): Window {
  const top = Math.floor(listOffset(v, scrollTop) / v.rowHeight)
  const slots = slotCount(v, extra, step)
  const highest = Math.max(0, Math.ceil((v.total - slots) / step) * step)
  const first = Math.min(highest, Math.max(0, Math.floor((top - extra) / step) * step))
  return { first, last: Math.min(v.total, first + slots) }
}

/** The row an element draws: each keeps its row for as long as it is in the window, and then takes the next. */
export const rowInSlot = (slot: number, first: number, slots: number): number =>
  first + ((((slot - first) % slots) + slots) % slots)

/** Scroll position that brings the row wholly on the screen; null when it is there already. */
export function scrollToRow(v: Viewport, scrollTop: number, row: number): number | null {
  const offset = listOffset(v, scrollTop)
  const top = row * v.rowHeight
  if (top < offset) return Math.floor(scrollOffset(v, top))
  if (top + v.rowHeight > offset + v.height) return Math.ceil(scrollOffset(v, top + v.rowHeight - v.height))
  return null
}
