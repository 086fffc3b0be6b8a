// Days as YYYY-MM-DD, counted as the calendar has them: no clock and no time zone is asked.

const DAY_MS = 86_400_000
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(midnight(day)).getUTCDay() || 7
export const stepDay = (day: string, by: number): string => new Date(midnight(day) + by * DAY_MS).toISOString().slice(0, 10)
