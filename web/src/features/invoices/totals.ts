// The sums of a draft by the rule of the invoices service (EN 16931): a line is rounded to cents by itself, VAT is computed once
// for each category and rate on the sum of its lines, and halves go away from zero.
import type { InvoiceLine, VatCategory } from '../../lib/api/types'
import { divideRounded, scaled } from '../../lib/decimal'

type Priced = Pick<InvoiceLine, 'quantity' | 'unit_price' | 'discount_percent'>
type Taxed = Priced & Pick<InvoiceLine, 'vat_category' | 'vat_rate'>

export interface VatSum {
  category: VatCategory
  rate: string
  base: bigint
  tax: bigint
}

export interface Totals {
  net: bigint
  vat: bigint
  gross: bigint
  vatSums: VatSum[]
}

/** Net amount of a line in cents. Its numbers are decimals of the API. */
export function lineNet({ quantity, unit_price, discount_percent }: Priced): bigint {
  const product = scaled(quantity, 3) * scaled(unit_price, 6) * (10_000n - scaled(discount_percent || '0', 2))
  // 3 + 6 + 2 places, and two more as the rest of 100 % is a percentage; two stay.
  return divideRounded(product, 10n ** 11n)
}

/** Sums in cents; VAT by category, the highest rate first. */
export function totalsOf(lines: readonly Taxed[]): Totals {
  const sums = new Map<string, VatSum>()
  for (const line of lines) {
    const key = `${line.vat_category} ${scaled(line.vat_rate, 2)}`
    const sum = sums.get(key) ?? { category: line.vat_category, rate: line.vat_rate, base: 0n, tax: 0n }
    sum.base += lineNet(line)
    sums.set(key, sum)
  }
  const vatSums = [...sums.values()].sort(
    (a, b) => a.category.localeCompare(b.category, 'en') || Number(scaled(b.rate, 2) - scaled(a.rate, 2)),
  )
  for (const sum of vatSums) sum.tax = divideRounded(sum.base * scaled(sum.rate, 2), 10_000n)
  const net = vatSums.reduce((total, sum) => total + sum.base, 0n)
  const vat = vatSums.reduce((total, sum) => total + sum.tax, 0n)
  return { net, vat, gross: net + vat, vatSums }
}
