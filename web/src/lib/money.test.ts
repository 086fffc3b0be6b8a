import { describe, expect, it } from 'vitest'
import { amountParts, cents, formatMoney, fromCents, shareOf, signOf, sumAmounts } from './money'

const euro = (amount: string) => ({ amount, currency: 'EUR' })

describe('sums', () => {
  it('lose no cent where floats would', () => {
    expect(0.1 + 0.2).not.toBe(0.3)
    expect(sumAmounts(['0.1', '0.2'])).toBe('0.30')
    expect(sumAmounts(Array.from({ length: 1000 }, () => '999999999999.99'))).toBe('999999999999990.00')
  })
  it('take what is below zero away', () => expect(sumAmounts(['5.00', '-7.25', '0.01'])).toBe('-2.24'))
  it('of nothing are zero', () => expect(sumAmounts([])).toBe('0.00'))
  it.each(['', '12.345', '1e3', 'NaN', '1,50', '--1'])('do not go on over %j', (text) => expect(() => cents(text)).toThrow(RangeError))
})

it.each([['0.00', 0n], ['-0.05', -5n], ['12.5', 1250n], ['-3', -300n]])('%s is a number of cents', (text, value) => {
  expect(cents(text)).toBe(value)
  expect(cents(fromCents(value))).toBe(value)
})
it('knows above, at and below zero', () => expect(['0.01', '-0.00', '-0.01'].map(signOf)).toEqual([1, 0, -1]))
it('is no share of nothing', () => {
  expect(shareOf('25.00', '100.00')).toBe(0.25)
  expect(shareOf('25.00', '0.00')).toBe(0)
})

describe('shown', () => {
  it.each([['1234.5', '1\u00a0234,50\u00a0€'], ['-1234567.89', '\u22121\u00a0234\u00a0567,89\u00a0€'], ['0.00', '0,00\u00a0€'], ['100', '100,00\u00a0€'], ['-0.05', '\u22120,05\u00a0€']])('%s in Latvian', (amount, text) => {
    expect(formatMoney(euro(amount), 'lv')).toBe(text)
  })
  it('in English', () => expect(formatMoney(euro('1234.5'), 'en')).toBe('1,234.50\u00a0€'))
  it('in the money of its time', () => expect(formatMoney({ amount: '7.03', currency: 'LVL' }, 'lv')).toBe('7,03\u00a0LVL'))
  it('in pieces', () => expect(amountParts('-1000.07', 'lv')).toEqual({ sign: '\u2212', whole: '1\u00a0000', cents: ',07' }))
})
