import { get } from '../../../lib/api/http'
import type { VatRates } from '../../../lib/api/types'

/** Categories and rates of VAT that a supply of this day can have. */
export const getVatRates = (on: string, signal?: AbortSignal): Promise<VatRates> => get('/vat-rates', { on }, signal)
