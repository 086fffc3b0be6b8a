import { expect, it } from 'vitest'
import { daysOf, twelveMonths } from './invoiceDays'

it('knows how months end', () => {
  expect(daysOf(2028, 2)).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(daysOf(2026, 12)).toEqual({ from: '2026-12-01', to: '2026-12-31' })
  expect(daysOf(2026)).toEqual({ from: '2026-01-01', to: '2026-12-31' })
})
it.each([
  ['2026-11-25', '2025-12-01', '2026-11-30'],
  ['2026-12-31', '2026-01-01', '2026-12-31'],
  ['2026-01-01', '2025-02-01', '2026-01-31'],
])('twelve months with that of %s begin on %s', (day, from, to) => expect(twelveMonths(day)).toEqual({ from, to }))
