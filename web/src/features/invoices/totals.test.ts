import { describe, expect, it } from 'vitest'
import type { VatCategory } from '../../lib/api/types'
import { fromCents } from '../../lib/money'
import { lineNet, totalsOf } from './totals'

const line = (quantity: string, unit_price: string, vat_rate = '21', vat_category: VatCategory = 'standard', discount_percent = '') => ({
  quantity, unit_price, discount_percent, vat_category, vat_rate,
})

describe('a line', () => {
  it.each([
    ['2', '10.5', '', '21.00'], ['1', '0.005', '', '0.01'], ['-1', '0.005', '', '-0.01'], ['3', '33.333333', '', '100.00'],
    ['0.333', '3', '', '1.00'], ['1', '99.99', '12.5', '87.49'], ['1', '10', '100', '0.00'], ['999999999.999', '1', '', '1000000000.00'],
  ])('%s × %s, %s %% off', (quantity, price, discount, net) => {
    expect(fromCents(lineNet(line(quantity, price, '21', 'standard', discount)))).toBe(net)
  })
})

it('taxes the sum of a rate once, not line by line', () => {
  // Each line alone would have 0.02 of tax and three of them 0.06.
  const { net, vat, gross } = totalsOf([line('1', '0.07'), line('1', '0.07'), line('1', '0.07')])
  expect([net, vat, gross].map(fromCents)).toEqual(['0.21', '0.04', '0.25'])
})
it('keeps categories and rates apart, whatever way a rate is written', () => {
  const { vatSums } = totalsOf([line('1', '10', '12'), line('1', '10', '21'), line('1', '10', '21.00'), line('1', '5', '0', 'exempt')])
  expect(vatSums.map((sum) => [sum.category, fromCents(sum.base), fromCents(sum.tax)])).toEqual([
    ['exempt', '5.00', '0.00'], ['standard', '20.00', '4.20'], ['standard', '10.00', '1.20'],
  ])
})
it('takes a correcting line off', () => expect(fromCents(totalsOf([line('2', '10'), line('-1', '10')]).gross)).toBe('12.10'))
it('of nothing is nothing', () => expect(totalsOf([])).toEqual({ net: 0n, vat: 0n, gross: 0n, vatSums: [] }))
