import { call } from '../../../lib/api/http'
import type { Allocation, CreditInput, Invoice, WriteOffInput } from '../../../lib/api/types'

type Version = Pick<Invoice, 'id' | 'etag'>

/** Gives a draft its number and makes it final. */
export const issueInvoice = (invoice: Version, issuedOn: string, idempotencyKey: string): Promise<Invoice> =>
  call('POST', `/invoices/${invoice.id}/issue`, { etag: invoice.etag, idempotencyKey, body: { issued_on: issuedOn } })

export const creditInvoice = (
  invoiceId: string,
  what: CreditInput,
  idempotencyKey: string,
): Promise<{ credit_note: Invoice; invoice: Invoice }> =>
  call('POST', `/invoices/${invoiceId}/credit`, { body: what, idempotencyKey })

export const annulInvoice = (invoice: Version, reason: string): Promise<Invoice> =>
  call('POST', `/invoices/${invoice.id}/annul`, { etag: invoice.etag, body: { reason } })

export const writeOffInvoice = (invoiceId: string, what: WriteOffInput, idempotencyKey: string): Promise<Invoice> =>
  call('POST', `/invoices/${invoiceId}/write-off`, { body: what, idempotencyKey })

/** The due row is open again, and the payment has the amount left. */
export const reverseAllocation = (allocationId: string, on: string): Promise<Allocation> =>
  call('POST', `/allocations/${allocationId}/reverse`, { body: { on } })
