// The columns of the lists of the autogenerator, in their order.
import type { Column } from '../../components/columns'

export const lineColumns: readonly Column[] = [
  { name: 'service', width: 190, grows: 2 },
  { name: 'client', width: 180, grows: 2 },
  { name: 'unit', width: 120, grows: 1 },
  { name: 'text', width: 240, grows: 4 },
  { name: 'rule', width: 250, grows: 2 },
  { name: 'status', width: 130 },
  { name: 'next_on', width: 108 },
  { name: 'next_net', width: 108, right: true },
]

export const periodColumns: readonly Column[] = [
  { name: 'issue_on', width: 136 },
  { name: 'status', width: 150 },
  { name: 'client', width: 170, grows: 2 },
  { name: 'unit', width: 110, grows: 1 },
  { name: 'service', width: 150, grows: 1 },
  { name: 'text', width: 220, grows: 3 },
  { name: 'net', width: 104, right: true },
  { name: 'outcome', width: 260, grows: 4 },
]
