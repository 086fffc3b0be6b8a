// The columns of the list of invoices, in their order.
import type { Column } from '../../components/columns'
import type { SortColumn } from './params'

export interface InvoiceColumn extends Column {
  sort?: SortColumn
}

/** Client and unit take most of what a wide screen has over. */
export const columns: readonly InvoiceColumn[] = [
  { name: 'number', width: 160, grows: 1, sort: 'number' },
  { name: 'issued_on', width: 106, grows: 1, sort: 'issued_on' },
  { name: 'due_on', width: 106, grows: 1, sort: 'due_on' },
  { name: 'settled_on', width: 106, grows: 1 },
  { name: 'days_late', width: 68, grows: 1, right: true },
  { name: 'client', width: 168, grows: 3 },
  { name: 'unit', width: 110, grows: 2 },
  { name: 'net', width: 104, grows: 1, right: true },
  { name: 'vat', width: 92, grows: 1, right: true },
  { name: 'gross', width: 108, grows: 1, right: true, sort: 'gross' },
  { name: 'open', width: 108, grows: 1, right: true, sort: 'open' },
  { name: 'status', width: 108, grows: 1 },
  { name: 'source', width: 104, grows: 1 },
]
