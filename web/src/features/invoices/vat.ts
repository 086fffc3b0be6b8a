// VAT as a person chooses it: what the invoices service allows on the day of supply.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import type { VatCategory, VatRate } from '../../lib/api/types'
import { typedForm } from '../../lib/decimal'
import { today } from '../../lib/format'
import { getVatRates } from './api/vatRates'

const NONE: readonly VatRate[] = []

/** What can be chosen for a supply of this day, the usual first; nothing while that is not known. */
export function useVatRates(suppliedOn: string | null): readonly VatRate[] {
  const on = suppliedOn ?? today()
  const rates = useQuery({
    queryKey: ['vat-rates', on],
    queryFn: ({ signal }) => getVatRates(on, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
  return rates.data?.rates ?? NONE
}

/** The choices, and whatever the line has already: it is refused at issue when it does not fit the day, and never changed by itself. */
export function choicesFor(rates: readonly VatRate[], category: VatCategory, rate: string): readonly VatRate[] {
  return rates.length > 0 && fitsDay(rates, category, rate) ? rates : [...rates, { category, rate }]
}

/** Whether a supply of that day can have it; true while the rates are not known. */
export const fitsDay = (rates: readonly VatRate[], category: VatCategory, rate: string): boolean =>
  rates.length === 0 || rates.some((one) => one.category === category && one.rate === rate)

/** "21 %", or what stands instead of a rate: "apgriezts". */
export const rateText = (category: VatCategory, rate: string, t: TFunction): string =>
  category === 'standard' || category === 'zero' ? `${typedForm(rate)}\u00a0%` : t(`vatShort.${category}`)
