import type { KeyboardEvent } from 'react'
import type { GridHandle } from './components/Grid'
import type { Row } from '../../lib/api/types'
import type { RowSource } from './rows/source'
import { everything, rowKey, setMany, toggle, type Selection } from './selection'

interface ListKeys {
  source: RowSource
  total: number
  active: number
  setActive: (index: number) => void
  /** Row where a range was begun with Shift. */
  anchor: { current: number }
  selection: Selection
  setSelection: (selection: Selection) => void
  grid: { current: GridHandle | null }
  open: (index: number, row: Row) => Promise<void>
  toggleQuick: () => void
}

/** Moves the active row; used by the list and, for the arrows, by the finder. True when the key was taken. */
export function moveByKey(list: ListKeys, key: string, event: Pick<KeyboardEvent, 'shiftKey'>): boolean {
  const page = list.grid.current?.rowsPerPage() ?? 20
  const from = list.active
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }
  let to: number
  if (key === 'Home') to = 0
  else if (key === 'End') to = list.total - 1
  else if (steps[key] !== undefined) to = from < 0 ? 0 : from + steps[key]
  else return false
  to = Math.min(list.total - 1, Math.max(0, to))
  if (list.total === 0) return true
  if (event.shiftKey) markRange(list, from < 0 ? to : from, to)
  else list.anchor.current = to
  list.setActive(to)
  list.grid.current?.reveal(to)
  return true
}

function markRange(list: ListKeys, from: number, to: number): void {
  if (list.anchor.current < 0) list.anchor.current = from
  const anchor = list.anchor.current
  const keys = (a: number, b: number): string[] => {
    const out = []
    for (let i = Math.min(a, b); i <= Math.max(a, b); i++) {
      const row = list.source.row(i)
      if (row) out.push(rowKey(row))
    }
    return out
  }
  list.setSelection(setMany(setMany(list.selection, keys(anchor, from), false), keys(anchor, to), true))
}

/** Keys of the list itself. */
export function onListKey(list: ListKeys, event: KeyboardEvent): void {
  const row = list.active >= 0 ? list.source.row(list.active) : undefined
  const control = event.ctrlKey || event.metaKey
  let taken = true
  if (control && event.key.toLowerCase() === 'a') list.setSelection(everything)
  else if (control || event.altKey) taken = false
  else if (event.key === 'Enter' && row) void list.open(list.active, row)
  else if (event.key === ' ') list.toggleQuick()
  else if (event.key.toLowerCase() === 'x' && row) {
    list.setSelection(toggle(list.selection, rowKey(row)))
    list.anchor.current = list.active
  } else taken = moveByKey(list, event.key, event)
  if (taken) {
    event.preventDefault()
    event.stopPropagation()
  }
}
