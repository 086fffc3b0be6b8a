// The columns of the list of invoices, in their order.
import type { SortColumn } from './params'

export const columns = [
  { name: 'number', width: 128, sort: 'number' },
  { name: 'issued_on', width: 96, sort: 'issued_on' },
  { name: 'due_on', width: 96, sort: 'due_on' },
  { name: 'settled_on', width: 96 },
  { name: 'days_late', width: 72, right: true },
  { name: 'client', width: 240 },
  { name: 'unit', width: 150 },
  { name: 'net', width: 116, right: true },
  { name: 'vat', width: 100, right: true },
  { name: 'gross', width: 116, right: true, sort: 'gross' },
  { name: 'open', width: 116, right: true, sort: 'open' },
  { name: 'status', width: 116 },
  { name: 'source', width: 110 },
] as const satisfies readonly { name: string; width: number; right?: true; sort?: SortColumn }[]

export type ColumnName = (typeof columns)[number]['name']

export const listWidth = columns.reduce((sum, column) => sum + column.width, 0)

/** Client and unit take what a wide screen has over. */
export const template = columns
  .map(({ name, width }) => (name === 'client' ? `minmax(${width}px, 3fr)` : name === 'unit' ? `minmax(${width}px, 2fr)` : `minmax(${width}px, 1fr)`))
  .join(' ')
