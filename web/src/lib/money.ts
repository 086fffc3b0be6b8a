// Amounts are decimal texts ("1234.50", "-3.00") and are added up as whole cents: a float loses cents.
import type { Amount } from './api/types'

/** Whole cents of "12.50", "-3" or "0.5". Throws at anything else: a sum must not go on without one of its parts. */
export function cents(amount: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount)
  if (!match) throw new RangeError(`no amount: ${amount}`)
  const whole = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0'))
  return match[1] ? -whole : whole
}

/** 1250n → "12.50". */
export function fromCents(value: bigint): string {
  const digits = `${value < 0n ? -value : value}`.padStart(3, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export const sumAmounts = (amounts: Iterable<string>): string => {
  let total = 0n
  for (const amount of amounts) total += cents(amount)
  return fromCents(total)
}

/** -1, 0 or 1. */
export const signOf = (amount: string): number => {
  const value = cents(amount)
  return value > 0n ? 1 : value < 0n ? -1 : 0
}

/** How large a part is of a whole, for lengths on the screen only; 0 when there is no whole. */
export const shareOf = (part: string, whole: string): number => (signOf(whole) === 0 ? 0 : Number(cents(part)) / Number(cents(whole)))

interface Parts {
  /** "" or a real minus sign. */
  sign: string
  whole: string
  /** With its decimal mark: ",50". */
  cents: string
}

/** An amount in pieces, so that cents can be drawn quieter: 1 234,50 in Latvian (no-break spaces), 1,234.50 in English. */
export function amountParts(amount: string, language: string): Parts {
  const text = fromCents(cents(amount))
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const latvian = language.startsWith('lv')
  return {
    sign: text.startsWith('-') ? '\u2212' : '',
    whole: whole.replace(/\B(?=(\d{3})+$)/g, latvian ? '\u00a0' : ','),
    cents: `${latvian ? ',' : '.'}${fraction}`,
  }
}

export const currencyMark = (currency: string): string => (currency === 'EUR' ? '€' : currency)

/** In one text, with its currency: "1 234,50 €"; for names, tooltips and places that hold text alone. */
export function formatMoney({ amount, currency }: Amount, language: string): string {
  const { sign, whole, cents: fraction } = amountParts(amount, language)
  return `${sign}${whole}${fraction}\u00a0${currencyMark(currency)}`
}
