// A payment spread over due rows: what stands in the cells, and what that makes together.
import type { InvoiceRow, Proposal } from '../../../lib/api/types'
import { cents, fromCents } from '../../../lib/money'
import { euros, readDecimal, typedForm } from '../../../lib/decimal'

/** A due row that something is open on. */
export interface OpenDue {
  id: string
  invoiceId: string
  number: string
  dueOn: string | null
  late: boolean
  open: string
}

/** What is typed into the cells, by due row. */
export type Cells = Readonly<Record<string, string>>

/** Every open due row, oldest first; `today` decides which are late. */
export function openDues(invoices: readonly InvoiceRow[], today: string): OpenDue[] {
  return invoices
    .flatMap((invoice) =>
      invoice.dues
        .filter((due) => cents(due.open.amount) > 0n)
        .map((due) => ({
          id: due.id,
          invoiceId: invoice.id,
          number: invoice.number,
          dueOn: due.due_on,
          late: (due.in_time_until ?? due.due_on ?? today) < today,
          open: due.open.amount,
        })),
    )
    .sort((a, b) => (a.dueOn ?? '').localeCompare(b.dueOn ?? ''))
}

export const cellsOf = (proposal: Proposal): Cells =>
  Object.fromEntries(proposal.allocations.map((target) => [target.due_id, typedForm(target.amount.amount)]))

/** The given due rows in their order, each with as much as is open and left. */
export function fill(dues: readonly OpenDue[], amount: bigint): Cells {
  let left = amount
  const cells: Record<string, string> = {}
  for (const due of dues) {
    const open = cents(due.open)
    const share = open < left ? open : left
    if (share > 0n) cells[due.id] = typedForm(fromCents(share))
    left -= share
  }
  return cells
}

export interface Spread {
  allocated: bigint
  /** What stays as an advance; below zero more is set than came. */
  left: bigint
  /** Key of the complaint's text, by due row. */
  wrong: ReadonlyMap<string, string>
  targets: { invoice_id: string; due_id: string; amount: { amount: string; currency: 'EUR' } }[]
}

export function spread(dues: readonly OpenDue[], cells: Cells, amount: bigint): Spread {
  const wrong = new Map<string, string>()
  const targets: Spread['targets'] = []
  let allocated = 0n
  for (const due of dues) {
    const typed = (cells[due.id] ?? '').trim()
    if (typed === '') continue
    const read = readDecimal(typed, 2)
    if (read === null || read.startsWith('-')) {
      wrong.set(due.id, 'validation.amount')
      continue
    }
    const share = cents(read)
    if (share === 0n) continue
    if (share > cents(due.open)) wrong.set(due.id, 'payment.overDue')
    allocated += share
    targets.push({ invoice_id: due.invoiceId, due_id: due.id, amount: euros(share) })
  }
  return { allocated, left: amount - allocated, wrong, targets }
}
