import { describe, expect, it } from 'vitest'
import { divideRounded, readDecimal } from './decimal'

describe('what people type', () => {
  it.each([
    ['12,5', '12.5'], ['12.50', '12.5'], ['1 234,56', '1234.56'], ['1\u00a0234', '1234'], ['007', '7'], ['-3', '-3'], ['0,00', '0'], ['-0', '0'], ['5,', '5'],
  ])('%j is read', (typed, text) => expect(readDecimal(typed, 2)).toBe(text))
  it.each(['', 'a', '1,234', '1,2,3', '1e3', '--1', ',5', '1234567890123'])('%j is no amount', (typed) => expect(readDecimal(typed, 2)).toBeNull())
})

it('rounds halves away from zero', () => {
  expect([25n, 24n, -25n, -24n, 35n].map((value) => divideRounded(value, 10n))).toEqual([3n, 2n, -3n, -2n, 4n])
})
