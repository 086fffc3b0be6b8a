import { describe, expect, it } from 'vitest'
import { cellsOf, cellText, isClosedIn, isShort, monthsBetween, openingOf, splitMonth, splitOf, splitYear, stepMonth, sumOf, sumOfSplits } from './months'

const counts = (planned: number, done: number, missed = 0, cancelled = 0) => ({ planned, done, missed, cancelled })

describe('months', () => {
  it('go on over the end of a year', () => {
    expect(stepMonth({ year: 2026, month: 12 }, 1)).toEqual({ year: 2027, month: 1 })
    expect(stepMonth({ year: 2026, month: 1 }, -13)).toEqual({ year: 2024, month: 12 })
    expect(monthsBetween({ year: 2025, month: 12 }, { year: 2026, month: 2 }).map((each) => each.month)).toEqual([12, 1, 2])
  })
})

describe('a cell', () => {
  it('tells what was done, and of how many when not all were', () => {
    expect(cellText(counts(0, 4))).toBe('4')
    expect(cellText(counts(1, 2, 1, 3))).toBe('2/4')
    expect(cellText(counts(4, 0))).toBe('0/4')
  })
  it('is short when something was missed or is planned in a month that is over', () => {
    const now = { year: 2026, month: 11 }
    expect(isShort(counts(0, 3, 1), now, now)).toBe(true)
    expect(isShort(counts(1, 3), now, now)).toBe(false)
    expect(isShort(counts(1, 3), { year: 2026, month: 10 }, now)).toBe(true)
    expect(isShort(counts(0, 3, 0, 2), { year: 2026, month: 10 }, now)).toBe(false)
  })
  it('is the place of its month in every column, and none without visits', () => {
    expect(cellsOf({ planned: [1, 0, 0], done: [2, 0, 0], missed: [0, 0, 0], cancelled: [0, 0, 3] })).toEqual([counts(1, 2), undefined, counts(0, 0, 0, 3)])
  })
  it('tells what is planned ahead apart from what should have been done', () => {
    const now = { year: 2026, month: 11 }
    const split = (month: number) => splitMonth(counts(8, 3, 1), { year: 2026, month }, now, 2)
    expect([10, 11, 12].map((month) => [cellText(split(month).due), split(month).ahead])).toEqual([
      ['3/12', 0],
      ['3/6', 6],
      ['3/4', 8],
    ])
    const sum = sumOfSplits([split(10), undefined, split(11), split(12)])
    expect([cellText(sum.due), sum.ahead]).toEqual(['9/22', 14])
  })
  it('is split the same way when its visits are known one by one', () => {
    const visits = [['done', '2026-11-02'], ['missed', '2026-11-09'], ['planned', '2026-11-26'], ['planned', '2026-11-27'], ['cancelled', '2026-11-28']] as const
    expect(splitOf(visits.map(([status, day]) => ({ status, day })), '2026-11-26')).toEqual({ due: counts(1, 1, 1, 1), ahead: 1 })
  })
  it('adds up state by state', () => {
    expect(sumOf([counts(1, 2), counts(3, 4, 5, 6)])).toEqual(counts(4, 6, 5, 6))
  })
})

it('a unit is closed in the months before it opened and after it closed', () => {
  const months = monthsBetween({ year: 2025, month: 12 }, { year: 2026, month: 4 })
  const closed = (opened_on: string | null, closed_on: string | null) => months.filter((month) => isClosedIn(month, { opened_on, closed_on })).map(({ month }) => month)
  expect(closed('2026-02-28', '2026-03-01')).toEqual([12, 1, 4])
  expect(closed(null, '2025-12-31')).toEqual([1, 2, 3, 4])
  expect(closed(null, null)).toEqual([])
})

describe('a year', () => {
  const now = { year: 2026, month: 11 }
  it('is not short of what is planned for days to come', () => {
    expect([2025, 2026, 2027].map((year) => cellText(splitYear(counts(8, 60, 2), year, now, 3).due))).toEqual(['60/70', '60/65', '60/62'])
  })
  it('opens at the month nearest to the present one', () => {
    expect([2025, 2026, 2027].map((year) => openingOf(year, now).month)).toEqual([12, 11, 1])
  })
})
