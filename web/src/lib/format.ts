// Dates, instants and numbers as Latvian offices write them; English keeps the same dates and its own groups.

const riga = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Riga',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function rigaParts(instant: string | Date): Record<string, string> {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return {}
  return Object.fromEntries(riga.formatToParts(date).map((part) => [part.type, part.value]))
}

/** "2026-03-09" → "09.03.2026."; anything else is given back as it came. */
export function formatDay(day: string | null | undefined): string {
  if (!day) return ''
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(day)
  return match ? `${match[3] ?? ''}.${match[2] ?? ''}.${match[1] ?? ''}.` : day
}

/** Day of an instant in Riga: "09.03.2026.". */
export function formatInstantDay(instant: string | null | undefined): string {
  if (!instant) return ''
  const p = rigaParts(instant)
  return p.day ? `${p.day}.${p.month ?? ''}.${p.year ?? ''}.` : ''
}

/** Day and time of an instant in Riga: "09.03.2026. 14:05". */
export function formatInstant(instant: string | null | undefined): string {
  if (!instant) return ''
  const p = rigaParts(instant)
  return p.day ? `${p.day}.${p.month ?? ''}.${p.year ?? ''}. ${p.hour ?? ''}:${p.minute ?? ''}` : ''
}

/** Time of an instant in Riga: "14:05". */
export function formatTime(instant: string | Date): string {
  const p = rigaParts(instant)
  return `${p.hour ?? ''}:${p.minute ?? ''}`
}

/** Today in Riga as YYYY-MM-DD. */
export function today(now: Date = new Date()): string {
  const p = rigaParts(now)
  return `${p.year ?? ''}-${p.month ?? ''}-${p.day ?? ''}`
}

// Making a format is far dearer than using it.
const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** Whole or decimal number: 29 000 with no-break spaces in Latvian (also 1 234), 29,000 in English. */
export function formatNumber(value: number, language: string): string {
  const text = numbers.format(value)
  if (!language.startsWith('lv')) return text
  return text.replace('.', '§').replaceAll(',', '\u00a0').replace('§', ',')
}

/** An amount in its two parts, whole euros and ",50", so that cents can be drawn quieter. */
export function formatCents(cents: number, language: string): [whole: string, part: string] {
  const size = Math.abs(cents)
  const mark = language.startsWith('lv') ? ',' : '.'
  const whole = `${cents < 0 ? '\u2212' : ''}${formatNumber(Math.floor(size / 100), language)}`
  return [whole, `${mark}${String(size % 100).padStart(2, '0')}`]
}

const SIZES = ['B', 'KB', 'MB', 'GB']

/** Bytes as people say them: "1,2 MB". */
export function formatSize(bytes: number, language: string): string {
  const step = bytes < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** step
  return `${formatNumber(value < 10 ? Math.round(value * 10) / 10 : Math.round(value), language)}\u00a0${SIZES[step] ?? ''}`
}

/** Reads 9.3.2026, 09.03.26, 09.03.2026. and 2026-03-09 as YYYY-MM-DD; null when it is no such day. */
export function parseDay(text: string): string | null {
  const trimmed = text.trim().replace(/\.$/, '')
  const local = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})$/.exec(trimmed)
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(trimmed)
  let [year, month, day] = [0, 0, 0]
  if (local) {
    ;[day, month, year] = [Number(local[1]), Number(local[2]), Number(local[3])]
    if (year < 100) year += year < 70 ? 2000 : 1900
  } else if (iso) {
    ;[year, month, day] = [Number(iso[1]), Number(iso[2]), Number(iso[3])]
  } else return null
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return date.toISOString().slice(0, 10)
}

const DAY_MS = 86_400_000

/** Whole days since an instant; null when there is none. */
export function daysSince(instant: string | null, now: number = Date.now()): number | null {
  if (!instant) return null
  const then = Date.parse(instant)
  return Number.isNaN(then) ? null : Math.floor((now - then) / DAY_MS)
}
