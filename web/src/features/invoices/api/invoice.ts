import { get } from '../../../lib/api/http'
import type { InvoiceDetails } from '../../../lib/api/types'

export const getInvoice = (invoiceId: string, signal?: AbortSignal): Promise<InvoiceDetails> =>
  get(`/invoices/${encodeURIComponent(invoiceId)}`, {}, signal)
