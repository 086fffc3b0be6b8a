import { call, queryString } from '../../../lib/api/http'
import type { Row } from '../../../lib/api/types'
import type { CatalogueSearch } from '../params'

/** Every row of a result, column by column. */
export interface ColumnarRows {
  generation: number
  total: number
  columns: Record<string, unknown[]>
}

export const rowsUrl = (search: CatalogueSearch): string => `/api/catalogue/rows${queryString({ ...search })}`

export const getRows = (search: CatalogueSearch): Promise<ColumnarRows> =>
  call('GET', '/catalogue/rows', { query: { ...search } })

/** Rows `start` to `end` (exclusive) of a columnar result. */
export function rowsOf(columns: Record<string, unknown[]>, start: number, end: number): Row[] {
  const names = Object.keys(columns)
  const out: Row[] = []
  const length = Math.min(end, columns.id?.length ?? 0)
  for (let i = start; i < length; i++) {
    const row: Record<string, unknown> = {}
    for (const name of names) row[name] = columns[name]?.[i]
    out.push(row as unknown as Row)
  }
  return out
}
