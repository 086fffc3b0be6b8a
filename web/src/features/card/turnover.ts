// Turnover as the card draws it: years, the months of one beside those of the year before, units by years.
import type { Amount, Turnover } from '../../lib/api/types'
import { sumAmounts } from '../../lib/money'

export type UnitTurnover = Turnover['units'][number]
export type TurnoverMonth = Turnover['months'][number]

const NOTHING: Amount = { amount: '0.00', currency: 'EUR' }

/** Every year from the first with documents to `thisYear`, newest first: a year in between without any is zero, which is known. */
export function allYears(turnover: Turnover, thisYear: number): Turnover['years'] {
  const known = new Map(turnover.years.map((year) => [year.year, year]))
  const years = [...known.keys()]
  if (years.length === 0) return []
  const [first, last] = [Math.min(...years), Math.max(...years, thisYear)]
  return Array.from({ length: last - first + 1 }, (_, i) => last - i).map((year) => known.get(year) ?? { year, net: NOTHING, gross: NOTHING })
}

export interface MonthPair {
  month: number
  now: TurnoverMonth
  before: TurnoverMonth
}

/** The twelve months of a year, each with that of the year before. */
export function monthPairs(turnover: Turnover, year: number): MonthPair[] {
  const known = new Map(turnover.months.map((month) => [`${month.year} ${month.month}`, month]))
  const of = (y: number, month: number): TurnoverMonth => known.get(`${y} ${month}`) ?? { year: y, month, net: NOTHING, gross: NOTHING, count: 0 }
  return Array.from({ length: 12 }, (_, i) => ({ month: i + 1, now: of(year, i + 1), before: of(year - 1, i + 1) }))
}

/** What stands in a row of the matrix: a unit, or several that are shown as one. */
export type Across = Pick<UnitTurnover, 'net' | 'years'>

/** Units that are not shown one by one, summed into one row, so that the rows still make the sum below them. */
export function together(parts: readonly Across[]): Across {
  const sum = (amounts: Amount[]): Amount => ({ amount: sumAmounts(amounts.map(({ amount }) => amount)), currency: 'EUR' })
  const all = parts.flatMap((part) => part.years)
  return {
    net: sum(parts.map((part) => part.net)),
    years: [...new Set(all.map(({ year }) => year))].map((year) => {
      const ofYear = all.filter((each) => each.year === year)
      return { year, net: sum(ofYear.map(({ net }) => net)), gross: sum(ofYear.map(({ gross }) => gross)) }
    }),
  }
}

/** What a unit turned over in a year; null where it has no documents. */
export const unitInYear = (unit: Across, year: number): Amount | null => unit.years.find((each) => each.year === year)?.net ?? null

/** Where bars stand between the lowest and the highest amount, in parts of the height; zero is always in sight. */
export function scale(amounts: readonly string[]): { zero: number; high: number; bar: (amount: string) => { bottom: number; height: number } } {
  const values = amounts.map(Number)
  const high = Math.max(0, ...values)
  const low = Math.min(0, ...values)
  const span = high - low || 1
  return {
    zero: -low / span,
    high,
    bar: (amount) => {
      const value = Number(amount)
      return { bottom: (Math.min(value, 0) - low) / span, height: Math.abs(value) / span }
    },
  }
}

/** How much more or less than before, in whole percent; null when there was nothing, or what was owed back, to compare with. */
export function growth(now: Amount, before: Amount): number | null {
  const was = Number(before.amount)
  return was > 0 ? Math.round((Number(now.amount) / was - 1) * 100) : null
}
