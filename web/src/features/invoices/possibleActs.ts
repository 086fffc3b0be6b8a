import type { InvoiceDetails } from '../../lib/api/types'
import { cents } from '../../lib/money'

export type Act = 'edit' | 'issue' | 'delete' | 'pay' | 'credit' | 'writeOff' | 'annul'

/** What may be done with a document now. The service decides again; this only offers nothing that must fail. */
export function possibleActs(invoice: Pick<InvoiceDetails, 'type' | 'status' | 'open' | 'gross'>): Act[] {
  if (invoice.status === 'draft') return ['edit', 'issue', 'delete']
  if (invoice.status === 'annulled') return []
  const untouched = invoice.open.amount === invoice.gross.amount
  if (invoice.type === 'credit_note') return untouched ? ['annul'] : []
  const owed = cents(invoice.open.amount) > 0n
  return [...(owed ? (['pay'] as const) : []), 'credit', ...(owed ? (['writeOff'] as const) : []), ...(untouched ? (['annul'] as const) : [])]
}
