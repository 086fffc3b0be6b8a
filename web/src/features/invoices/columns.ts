// The columns of the list of invoices, in their order.
import type { SortColumn } from './params'

export const columns = [
  { name: 'number', width: 160, sort: 'number' },
  { name: 'issued_on', width: 106, sort: 'issued_on' },
  { name: 'due_on', width: 106, sort: 'due_on' },
  { name: 'settled_on', width: 106 },
  { name: 'days_late', width: 68, right: true },
  { name: 'client', width: 168 },
  { name: 'unit', width: 110 },
  { name: 'net', width: 104, right: true },
  { name: 'vat', width: 92, right: true },
  { name: 'gross', width: 108, right: true, sort: 'gross' },
  { name: 'open', width: 108, right: true, sort: 'open' },
  { name: 'status', width: 108 },
  { name: 'source', width: 104 },
] as const satisfies readonly { name: string; width: number; right?: true; sort?: SortColumn }[]

export type ColumnName = (typeof columns)[number]['name']

export const listWidth = columns.reduce((sum, column) => sum + column.width, 0)

/** Client and unit take what a wide screen has over. */
export const template = columns
  .map(({ name, width }) => (name === 'client' ? `minmax(${width}px, 3fr)` : name === 'unit' ? `minmax(${width}px, 2fr)` : `minmax(${width}px, 1fr)`))
  .join(' ')
