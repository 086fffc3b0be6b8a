// The columns of the register, in their order.
import type { Column } from '../../components/columns'

export const columns: readonly Column[] = [
  { name: 'title', width: 240, grows: 4 },
  { name: 'type', width: 170, grows: 1 },
  { name: 'number', width: 120, grows: 1 },
  { name: 'dated_on', width: 106 },
  { name: 'validity', width: 200 },
  { name: 'clients', width: 200, grows: 3 },
  { name: 'content', width: 110 },
]
