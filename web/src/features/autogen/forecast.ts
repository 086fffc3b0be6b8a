// Coming invoices by the month in which they are issued.
import type { Amount, PlannedInvoice } from '../../lib/api/types'
import { sumAmounts } from '../../lib/money'

export interface ForecastMonth {
  key: string
  year: number
  month: number
  net: Amount
  invoices: PlannedInvoice[]
}

/** In order of the day of issue. */
export function byMonth(invoices: readonly PlannedInvoice[]): ForecastMonth[] {
  const months = new Map<string, PlannedInvoice[]>()
  for (const invoice of [...invoices].sort((a, b) => (a.issue_on ?? '').localeCompare(b.issue_on ?? ''))) {
    const key = (invoice.issue_on ?? '').slice(0, 7)
    months.set(key, [...(months.get(key) ?? []), invoice])
  }
  return [...months].map(([key, of]) => ({
    key,
    year: Number(key.slice(0, 4)),
    month: Number(key.slice(5)),
    net: { amount: sumAmounts(of.map(({ net }) => net.amount)), currency: 'EUR' },
    invoices: of,
  }))
}

/** Only what one line brings. */
export const ofLine = (invoices: readonly PlannedInvoice[], lineId: string): PlannedInvoice[] =>
  invoices.flatMap((invoice) => {
    const lines = invoice.lines.filter((line) => line.line_id === lineId)
    return lines.length === 0 ? [] : [{ ...invoice, lines, net: { ...invoice.net, amount: sumAmounts(lines.map(({ net }) => net.amount)) } }]
  })
