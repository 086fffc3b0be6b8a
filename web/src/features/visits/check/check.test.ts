import { expect, it } from 'vitest'
import { lastMonth, readCheckSearch } from './check'

it('understands a month only with its year, and drops what it does not know', () => {
  expect(readCheckSearch({ year: '2026', month: '3', flagged: 'true' })).toEqual({ year: '2026', month: '3', flagged: 'true' })
  expect(readCheckSearch({ month: '3', client: 'x', flagged: 'no' })).toEqual({})
  expect(readCheckSearch({ year: '2026', month: '13' })).toEqual({})
})
it('begins with the last month that is over', () => {
  expect(lastMonth('2027-01-15')).toEqual({ year: 2026, month: 12 })
})
