// Which rows of the list are drawn when one of them may stand open.

export interface Layout {
  rows: number
  rowHeight: number
  /** The row that stands open, or -1, and how much higher that makes it. */
  open: number
  openHeight: number
}

export const topOf = (layout: Layout, index: number): number =>
  index * layout.rowHeight + (layout.open >= 0 && index > layout.open ? layout.openHeight : 0)

export const heightOf = (layout: Layout): number => topOf(layout, layout.rows)

/** The row at a height, px. */
function rowAt(layout: Layout, y: number): number {
  const { rowHeight, open, openHeight } = layout
  const plain = Math.floor(y / rowHeight)
  if (open < 0 || plain <= open) return plain
  return Math.max(open, Math.floor((y - openHeight) / rowHeight))
}

/** Rows in view, with some more on both sides; `last` is exclusive. */
export function rowsInView(layout: Layout, scrollTop: number, height: number, extra: number): { first: number; last: number } {
  const first = Math.max(0, rowAt(layout, scrollTop) - extra)
  return { first, last: Math.min(layout.rows, rowAt(layout, scrollTop + height) + 1 + extra) }
}

/** Scroll position that brings a row wholly on the screen; null when it is there already. */
export function scrollTo(layout: Layout, scrollTop: number, height: number, index: number): number | null {
  const top = topOf(layout, index)
  const bottom = top + layout.rowHeight
  if (top < scrollTop) return top
  return bottom > scrollTop + height ? bottom - height : null
}
