// The columns of the check, in their order.
import type { Column } from '../../../components/columns'

export const columns: readonly Column[] = [
  { name: 'client', width: 190, grows: 3 },
  { name: 'unit', width: 140, grows: 2 },
  { name: 'service', width: 150, grows: 2 },
  { name: 'period', width: 200 },
  { name: 'contracted', width: 84, right: true },
  { name: 'done', width: 76, right: true },
  { name: 'billed', width: 76, right: true },
  { name: 'outcome', width: 220, grows: 1 },
  { name: 'invoice', width: 130 },
]
