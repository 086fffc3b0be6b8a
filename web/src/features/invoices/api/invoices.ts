import { get } from '../../../lib/api/http'
import type { InvoiceListQuery, InvoicePage } from '../../../lib/api/types'

/** A page of documents; the first one has the totals of the whole filter. */
export const getInvoices = (
  query: InvoiceListQuery,
  pageToken: string,
  pageSize: number,
  signal?: AbortSignal,
): Promise<InvoicePage> => get('/invoices', { ...query, page_token: pageToken, page_size: pageSize }, signal)
