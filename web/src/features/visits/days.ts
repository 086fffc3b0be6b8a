// Days as YYYY-MM-DD, counted as the calendar has them: no clock and no time zone is asked.
import type { Month } from './months'

const DAY_MS = 86_400_000
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(midnight(day)).getUTCDay() || 7
export const stepDay = (day: string, by: number): string => new Date(midnight(day) + by * DAY_MS).toISOString().slice(0, 10)

/** The first day of a month. */
export const firstOf = ({ year, month }: Month): string => `${year}-${`${month}`.padStart(2, '0')}-01`

/** The weeks that a month touches, each from Monday to Sunday. */
export function weeksOf(month: Month): string[][] {
  const first = firstOf(month)
  const monday = stepDay(first, 1 - weekdayOf(first))
  const isIn = (day: string): boolean => day.slice(0, 7) <= first.slice(0, 7)
  const weeks: string[][] = []
  for (let start = monday; isIn(start); start = stepDay(start, 7)) weeks.push(Array.from({ length: 7 }, (_, step) => stepDay(start, step)))
  return weeks
}
