import { useState, type KeyboardEvent } from 'react'
import { monthKey, type Month } from '../months'

const steps: Record<string, [rows: number, columns: number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

const keyOf = (unitId: string, month: Month): string => `${unitId} ${monthKey(month)}`

/** Tab stops at one cell of the grid, at first at the given one; arrows walk from there. */
export function useCellKeys(unitId: string | undefined, month: Month) {
  const [stop, setStop] = useState<string | null>(null)
  const first = unitId === undefined ? null : keyOf(unitId, month)
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const step = steps[event.key]
    const cell = event.target instanceof HTMLElement ? event.target.closest('td') : null
    if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const rows = [...(event.currentTarget.tBodies[0]?.rows ?? [])]
    const row = rows[rows.findIndex((each) => each.contains(cell)) + step[0]]
    row?.cells[cell.cellIndex + step[1]]?.querySelector('a')?.focus()
    event.preventDefault()
    event.stopPropagation()
  }
  return {
    onKeyDown,
    isStop: (ofUnit: string, ofMonth: Month): boolean => keyOf(ofUnit, ofMonth) === (stop ?? first),
    onStop: (ofUnit: string, ofMonth: Month): void => setStop(keyOf(ofUnit, ofMonth)),
  }
}
