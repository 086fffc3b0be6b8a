import { call, queryString } from '../../../lib/api/http'
import type { CatalogueSearch } from '../params'
import { RowTable, type Column } from '../rows/table'

/** Every row of a result, column by column. */
export interface ColumnarRows {
  generation: number
  total: number
  columns: Record<string, Column>
}

export const rowsUrl = (search: CatalogueSearch): string => `/api/catalogue/rows${queryString({ ...search })}`

export async function getRows(search: CatalogueSearch): Promise<RowTable> {
  const { total, columns } = await call<ColumnarRows>('GET', '/catalogue/rows', { query: { ...search } })
  return new RowTable(total, columns)
}
