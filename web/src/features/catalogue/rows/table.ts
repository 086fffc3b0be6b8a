// All rows of a result, kept column by column as they were sent. A row is put together when somebody looks at it.
import type { Row } from '../../../lib/api/types'

/** A column's values; or, where they repeat, each value once and for every row the place of its own. */
export type Column = readonly unknown[] | { readonly values: readonly unknown[]; readonly of: ArrayLike<number> }

export class RowTable {
  readonly total: number
  private readonly ids: Column
  private readonly columns: [name: string, column: Column][]

  constructor(total: number, columns: Readonly<Record<string, Column>>) {
    this.total = total
    this.ids = columns.id ?? []
    this.columns = Object.entries(columns)
  }

  /** Rows `start` to `end` (exclusive), fewer at the end of the table. */
  rows(start: number, end: number): Row[] {
    const out: Row[] = []
    for (let index = start; index < Math.min(end, this.total); index++) out.push(this.row(index))
    return out
  }

  /** Index of a client's first row, or -1. */
  indexOf(clientId: string): number {
    for (let index = 0; index < this.total; index++) if (valueAt(this.ids, index) === clientId) return index
    return -1
  }

  private row(index: number): Row {
    const row: Record<string, unknown> = {}
    for (const [name, column] of this.columns) row[name] = valueAt(column, index)
    return row as unknown as Row
  }
}

const valueAt = (column: Column, index: number): unknown =>
  'of' in column ? column.values[column.of[index] ?? -1] : column[index]
