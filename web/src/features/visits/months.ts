import type { MonthlyVisits, Unit, Visit, VisitCounts } from '../../lib/api/types'

export interface Month {
  year: number
  month: number
}

const ofIndex = (index: number): Month => ({ year: Math.floor(index / 12), month: (index % 12) + 1 })
const indexOf = ({ year, month }: Month): number => year * 12 + month - 1

export const monthKey = ({ year, month }: Month): string => `${year}-${month}`
export const sameMonth = (one: Month, other: Month): boolean => indexOf(one) === indexOf(other)
export const stepMonth = (from: Month, by: number): Month => ofIndex(indexOf(from) + by)
/** The month of a day, YYYY-MM-DD. */
export const monthOf = (day: string): Month => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) })

/** All months from one to another, both of them too. */
export const monthsBetween = (first: Month, last: Month): Month[] =>
  Array.from({ length: Math.max(0, indexOf(last) - indexOf(first) + 1) }, (_, step) => stepMonth(first, step))

/** The unit was not there in any day of the month: not opened yet, or closed before. */
export const isClosedIn = (month: Month, { opened_on, closed_on }: Pick<Unit, 'opened_on' | 'closed_on'>): boolean =>
  (opened_on !== null && indexOf(monthOf(opened_on)) > indexOf(month)) || (closed_on !== null && indexOf(monthOf(closed_on)) < indexOf(month))

const none: VisitCounts = { planned: 0, done: 0, missed: 0, cancelled: 0 }

/** The counts of each month of a grid; of a month without any visit, none. */
export const cellsOf = ({ planned, done, missed, cancelled }: MonthlyVisits): (VisitCounts | undefined)[] =>
  planned.map((_, place) => {
    const counts = { planned: planned[place] ?? 0, done: done[place] ?? 0, missed: missed[place] ?? 0, cancelled: cancelled[place] ?? 0 }
    return Object.values(counts).some((count) => count > 0) ? counts : undefined
  })

export const sumOf = (counts: readonly (VisitCounts | undefined)[]): VisitCounts =>
  counts.reduce<VisitCounts>(
    (sum, each = none) => ({
      planned: sum.planned + each.planned,
      done: sum.done + each.done,
      missed: sum.missed + each.missed,
      cancelled: sum.cancelled + each.cancelled,
    }),
    none,
  )

/** What was done, of what was to be done; what was called off was not. */
export const wanted = (counts: VisitCounts): number => counts.planned + counts.done + counts.missed

/** Fewer than there should have been: something was missed, or is planned in a month that is over. */
export const isShort = (counts: VisitCounts, month: Month, now: Month): boolean => counts.missed > 0 || (counts.planned > 0 && indexOf(month) < indexOf(now))

export interface Split {
  /** What was to be done until today, with what was done. */
  due: VisitCounts
  /** How much is planned for days to come. */
  ahead: number
}

const splitBy = (order: number, counts: VisitCounts, untilToday: number): Split => {
  const planned = order < 0 ? counts.planned : order > 0 ? 0 : Math.min(untilToday, counts.planned)
  return { due: { ...counts, planned }, ahead: counts.planned - planned }
}

/** Counts of a month; `untilToday` visits of the present one are planned for days until today. */
export const splitMonth = (counts: VisitCounts, month: Month, now: Month, untilToday: number): Split => splitBy(indexOf(month) - indexOf(now), counts, untilToday)

/** The same of visits that are known one by one. */
export function splitOf(visits: readonly Pick<Visit, 'status' | 'day'>[], today: string): Split {
  const isLater = ({ status, day }: Pick<Visit, 'status' | 'day'>): boolean => status === 'planned' && day !== null && day > today
  const due = visits.filter((visit) => !isLater(visit))
  return { due: sumOf(due.map(({ status }) => ({ ...none, [status]: 1 }))), ahead: visits.length - due.length }
}

/** The same of a year. */
export const splitYear = (counts: VisitCounts, year: number, now: Month, untilToday: number): Split => splitBy(year - now.year, counts, untilToday)

/** All of them together. */
export const sumOfSplits = (splits: readonly (Split | undefined)[]): Split => ({
  due: sumOf(splits.map((split) => split?.due)),
  ahead: splits.reduce((sum, split) => sum + (split?.ahead ?? 0), 0),
})

/** Where a year opens: at the present month, else at the end that is nearer to it. */
export const openingOf = (year: number, now: Month): Month => (year === now.year ? now : { year, month: year < now.year ? 12 : 1 })

/** "3" when all of them are done, "3/4" while some are not. */
export const cellText = (counts: VisitCounts): string => (counts.done === wanted(counts) ? `${counts.done}` : `${counts.done}/${wanted(counts)}`)

/** Nothing was to be done yet, and something is. */
export const isAhead = ({ due, ahead }: Split): boolean => ahead > 0 && wanted(due) === 0
