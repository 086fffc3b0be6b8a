import { formatTime, today } from './format'

const MINUTE = 60_000
const TIME = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/

/** "9:05", "905" and "09.05" as "09:05"; null when it is no time of day. */
export function parseTime(text: string): string | null {
  const match = TIME.exec(text.trim())
  return match ? `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? ''}` : null
}

/** The instant of a day and time on a clock in Latvia; a time that the clock leaps over in spring is an hour later. */
export function instantInRiga(day: string, time: string): string {
  const local = Date.parse(`${day}T${time}:00Z`)
  // What a clock in Latvia shows at an instant that is a guess tells how far the guess is off.
  let guess = local
  for (let round = 0; round < 2; round++) {
    const instant = new Date(guess)
    guess -= Math.round((Date.parse(`${today(instant)}T${formatTime(instant)}:00Z`) - local) / MINUTE) * MINUTE
  }
  return new Date(guess).toISOString()
}
