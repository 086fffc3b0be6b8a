import { describe, expect, it } from 'vitest'
import type { Turnover } from '../../lib/api/types'
import { allYears, growth, monthPairs, scale, together, unitInYear } from './turnover'

const euro = (amount: string) => ({ amount, currency: 'EUR' })
const month = (year: number, number: number, net: string) => ({ year, month: number, net: euro(net), gross: euro(net), count: 1 })
const year = (number: number, net: string) => ({ year: number, net: euro(net), gross: euro(net) })
const turnover: Turnover = {
  net: euro('60.00'), gross: euro('60.00'),
  months: [month(2023, 1, '10.00'), month(2025, 1, '20.00'), month(2025, 12, '30.00')],
  years: [year(2025, '50.00'), year(2023, '10.00')],
  other_units: null,
  units: [{ unit_id: 'u', net: euro('60.00'), gross: euro('60.00'), years: [year(2025, '50.00'), year(2023, '10.00')] }],
}

it('has every year since the first, newest first', () => {
  expect(allYears(turnover, 2026).map(({ year: y, net }) => [y, net.amount])).toEqual([[2026, '0.00'], [2025, '50.00'], [2024, '0.00'], [2023, '10.00']])
})
it('has no year without documents', () => expect(allYears({ ...turnover, years: [] }, 2026)).toEqual([]))
it('puts each month beside the same of the year before', () => {
  const pairs = monthPairs(turnover, 2025)
  expect(pairs.map((pair) => pair.month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(pairs.filter((pair) => pair.now.count > 0).map((pair) => [pair.month, pair.now.net.amount])).toEqual([[1, '20.00'], [12, '30.00']])
  expect(monthPairs(turnover, 2024)[0]?.before.net.amount).toBe('10.00')
})
it('tells a unit without documents in a year from one that turned over nothing', () => {
  const unit = turnover.units[0]
  expect(unit && [unitInYear(unit, 2025)?.amount, unitInYear(unit, 2024)]).toEqual(['50.00', null])
})

it('sums units that are not shown to the cent', () => {
  const row = together([
    { net: euro('0.30'), years: [year(2025, '0.10'), year(2024, '0.20')] },
    { net: euro('-0.10'), years: [year(2025, '-0.10')] },
  ])
  expect([row.net.amount, unitInYear(row, 2025)?.amount, unitInYear(row, 2024)?.amount, unitInYear(row, 2023)]).toEqual(['0.20', '0.00', '0.20', null])
})

describe('bars', () => {
  it('stand on zero', () => expect(scale(['50.00', '100.00']).bar('50.00')).toEqual({ bottom: 0, height: 0.5 }))
  it('hang from zero when credit notes outweigh', () => {
    const { zero, bar } = scale(['75.00', '-25.00'])
    expect(zero).toBe(0.25)
    expect(bar('-25.00')).toEqual({ bottom: 0, height: 0.25 })
    expect(bar('75.00')).toEqual({ bottom: 0.25, height: 0.75 })
  })
  it('of nothing are flat', () => expect(scale(['0.00']).bar('0.00')).toEqual({ bottom: 0, height: 0 }))
})

it('compares with nothing only when there is something', () => {
  expect(growth(euro('112.40'), euro('100.00'))).toBe(12)
  expect(growth(euro('50.00'), euro('100.00'))).toBe(-50)
  expect(growth(euro('50.00'), euro('0.00'))).toBeNull()
  expect(growth(euro('50.00'), euro('-10.00'))).toBeNull()
})
