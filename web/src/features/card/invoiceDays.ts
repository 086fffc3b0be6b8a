// Days of issue of the invoices that make a figure.

interface Days {
  from: string
  to: string
}

const two = (number: number): string => `${number}`.padStart(2, '0')

/** First and last day of a year, or of one of its months (1 to 12). */
export function daysOf(year: number, month?: number): Days {
  if (month === undefined) return { from: `${year}-01-01`, to: `${year}-12-31` }
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return { from: `${year}-${two(month)}-01`, to: `${year}-${two(month)}-${two(last)}` }
}

/** The twelve months of which the last is that of `today`, which is how turnover is summed. */
export function twelveMonths(today: string): Days {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return { from: month === 12 ? `${year}-01-01` : `${year - 1}-${two(month + 1)}-01`, to: daysOf(year, month).to }
}
