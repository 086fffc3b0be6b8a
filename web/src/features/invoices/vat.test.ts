import { expect, it } from 'vitest'
import { choicesFor, fitsDay } from './vat'

const rates = [
  { category: 'standard', rate: '22' },
  { category: 'zero', rate: '0' },
] as const

it('keeps what a line has already among the choices, though the day does not have it', () => {
  expect(choicesFor(rates, 'standard', '22')).toEqual(rates)
  expect(choicesFor(rates, 'standard', '21')).toEqual([...rates, { category: 'standard', rate: '21' }])
  expect(choicesFor([], 'standard', '21')).toEqual([{ category: 'standard', rate: '21' }])
})
it('says that a rate is none of the day only when the rates are known', () => {
  expect([fitsDay(rates, 'standard', '21'), fitsDay(rates, 'zero', '0'), fitsDay([], 'standard', '21')]).toEqual([false, true, true])
})
