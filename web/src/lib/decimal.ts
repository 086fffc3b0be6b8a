// Decimal numbers without floating point: texts of the API ("12.50") and whole numbers of the last place as BigInt.
import { fromCents } from './money'

/** Reads what people type: "1 234,5", "12.5", "-3". Null when it is no number or has more places than allowed. */
export function readDecimal(typed: string, places: number): string | null {
  const match = /^(-?)(\d{1,12})(?:[.,](\d*))?$/.exec(typed.replace(/[\s\u00a0]/g, ''))
  if (!match) return null
  const whole = (match[2] ?? '').replace(/^0+(?=\d)/, '')
  const part = (match[3] ?? '').replace(/0+$/, '')
  if (part.length > places) return null
  const number = part === '' ? whole : `${whole}.${part}`
  return number === '0' ? '0' : `${match[1] ?? ''}${number}`
}

/** A decimal text as a whole number of units of its last of `places` places: ("12.5", 2) is 1250. */
export function scaled(text: string, places: number): bigint {
  const negative = text.startsWith('-')
  const [whole = '0', part = ''] = text.replace('-', '').split('.')
  const value = BigInt(whole + part.slice(0, places).padEnd(places, '0'))
  return negative ? -value : value
}

/** Divides with halves away from zero, as the service rounds. */
export function divideRounded(value: bigint, by: bigint): bigint {
  const half = value < 0n ? -by / 2n : by / 2n
  return (value + half) / by
}

export const euros = (cents: bigint): { amount: string; currency: 'EUR' } => ({ amount: fromCents(cents), currency: 'EUR' })

/** A number of the API as people type and read it in a field: 1234.5 is 1234,5. */
export const typedForm = (text: string): string => text.replace('.', ',')
