import { call } from '../../../lib/api/http'
import type { Invoice, InvoiceDraft, InvoicePatch } from '../../../lib/api/types'

export const createInvoice = (draft: InvoiceDraft, idempotencyKey: string): Promise<Invoice> =>
  call('POST', '/invoices', { body: draft, idempotencyKey })

export const updateInvoice = (invoiceId: string, etag: string, changes: InvoicePatch): Promise<Invoice> =>
  call('PATCH', `/invoices/${invoiceId}`, { body: changes, etag })

export const deleteInvoice = (invoice: Pick<Invoice, 'id' | 'etag'>): Promise<void> =>
  call('DELETE', `/invoices/${invoice.id}`, { etag: invoice.etag })
