// VAT as a person chooses it. The rates of the day of supply are known to the invoices service alone, and it refuses any other.
import type { TFunction } from 'i18next'
import type { VatCategory } from '../../lib/api/types'
import { typedForm } from './decimal'

export interface VatChoice {
  category: VatCategory
  rate: string
}

/** What can be chosen for supplies of today, the usual first. */
export const vatChoices: readonly VatChoice[] = [
  { category: 'standard', rate: '21' },
  { category: 'standard', rate: '12' },
  { category: 'standard', rate: '5' },
  { category: 'zero', rate: '0' },
  { category: 'exempt', rate: '0' },
  { category: 'reverse_charge', rate: '0' },
  { category: 'intra_community', rate: '0' },
  { category: 'export', rate: '0' },
  { category: 'outside_scope', rate: '0' },
]

/** "21 %", or what stands instead of a rate: "apgriezts". */
export const rateText = (category: VatCategory, rate: string, t: TFunction): string =>
  category === 'standard' || category === 'zero' ? `${typedForm(rate)}\u00a0%` : t(`vatShort.${category}`)
