import { expect, it } from 'vitest'
import { stepDay, weekdayOf, weeksOf } from './days'

it('weeks of a month go from Monday to Sunday, and all of them touch it', () => {
  const edges = (year: number, month: number) => {
    const weeks = weeksOf({ year, month })
    return [weeks.length, weeks[0]?.[0], weeks.at(-1)?.[6]]
  }
  expect(edges(2026, 11)).toEqual([6, '2026-10-26', '2026-12-06'])
  expect(edges(2026, 12)).toEqual([5, '2026-11-30', '2027-01-03'])
  expect(edges(2027, 2)).toEqual([4, '2027-02-01', '2027-02-28'])
  expect(new Set(weeksOf({ year: 2026, month: 3 }).map((week) => week.map(weekdayOf).join()))).toEqual(new Set(['1,2,3,4,5,6,7']))
})
it('days follow each other over the nights in which clocks change', () => {
  expect([stepDay('2026-03-28', 1), stepDay('2026-03-29', 1), stepDay('2026-10-25', -1), stepDay('2026-12-31', 1)]).toEqual([
    '2026-03-29', '2026-03-30', '2026-10-24', '2027-01-01',
  ])
})
