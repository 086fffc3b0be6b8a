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

/** Rows to draw, with some more on both sides; moves in steps so that a small scroll draws nothing anew. */
export function visibleRows(v: Viewport, scrollTop: number, extra: number, step: number): Window {
  if (v.total === 0) return { first: 0, last: 0 }
  const offset = listOffset(v, scrollTop)
  const top = Math.floor(offset / v.rowHeight)
  const rows = Math.ceil(v.height / v.rowHeight) + 1
  const first = Math.max(0, Math.floor((top - extra) / step) * step)
  const last = Math.min(v.total, Math.ceil((top + rows + extra) / step) * step)
  return { first: Math.min(first, Math.max(0, v.total - 1)), last }
}

/** Scroll position that brings the row wholly on the screen; null when it is there already. */
export function scrollToRow(v: Viewport, scrollTop: number, row: number): number | null {
  const offset = listOffset(v, scrollTop)
  const top = row * v.rowHeight
  if (top < offset) return Math.floor(scrollOffset(v, top))
  if (top + v.rowHeight > offset + v.height) return Math.ceil(scrollOffset(v, top + v.rowHeight - v.height))
  return null
}
