import { ApiError, queryString } from '../../../lib/api/http'
import type { InvoiceListQuery } from '../../../lib/api/types'

export const pdfUrl = (invoiceId: string, language: string): string => `/api/invoices/${invoiceId}.pdf${queryString({ language })}`

/** UBL 2.1; of issued documents only. */
export const xmlUrl = (invoiceId: string): string => `/api/invoices/${invoiceId}.xml`

/** Every row of a filter. */
export const exportUrl = (query: InvoiceListQuery, form: 'csv' | 'xlsx'): string => `/api/invoices.${form}${queryString({ ...query })}`

/** The printed document, to be shown beside the list. */
export async function getPdf(invoiceId: string, language: string, signal?: AbortSignal): Promise<Blob> {
  const answer = await fetch(pdfUrl(invoiceId, language), { signal })
  if (answer.ok) return answer.blob()
  const problem: unknown = await answer.json().catch(() => ({}))
  throw new ApiError(answer.status, problem as object)
}
