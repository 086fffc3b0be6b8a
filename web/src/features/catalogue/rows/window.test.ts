import { describe, expect, it } from 'vitest'
import { listOffset, MAX_HEIGHT, rowInSlot, scrollHeight, scrollOffset, scrollToRow, slotCount, visibleRows, type Viewport } from './window'

const small: Viewport = { total: 29_000, rowHeight: 32, height: 640 }
const huge: Viewport = { total: 1_000_000, rowHeight: 32, height: 640 }
const bottom = (v: Viewport): number => scrollHeight(v) - v.height

describe('a list that fits', () => {
  it('is as high as its rows', () => expect(scrollHeight(small)).toBe(29_000 * 32))
  it('draws the rows in view and some on both sides', () => {
    const { first, last } = visibleRows(small, 3200, 12, 8)
    expect(first).toBeLessThanOrEqual(100 - 12)
    expect(first).toBeGreaterThan(100 - 12 - 8)
    expect(last).toBeGreaterThanOrEqual(100 + 20 + 12)
  })
  it('draws nothing anew for a small scroll', () => {
    expect(visibleRows(small, 3200, 12, 8)).toEqual(visibleRows(small, 3210, 12, 8))
  })
  it('shows the last row at the end', () => expect(visibleRows(small, bottom(small), 12, 8).last).toBe(29_000))
})

describe('a million rows', () => {
  it('stay under what browsers can lay out', () => expect(scrollHeight(huge)).toBe(MAX_HEIGHT))
  it('begin with the first and end with the last row', () => {
    expect(listOffset(huge, 0)).toBe(0)
    expect(listOffset(huge, bottom(huge))).toBeCloseTo(1_000_000 * 32 - 640, 3)
    expect(visibleRows(huge, bottom(huge), 12, 8).last).toBe(1_000_000)
  })
  it('map there and back', () => {
    for (const offset of [0, 1, 12_345_678, 31_999_360]) {
      expect(listOffset(huge, scrollOffset(huge, offset))).toBeCloseTo(offset, 2)
    }
  })
  it('bring any row wholly into view', () => {
    for (const row of [0, 1, 499_999, 999_999]) {
      const to = scrollToRow(huge, 7_000_000, row)
      if (to === null) throw new Error('the row was not in view')
      const top = listOffset(huge, to)
      expect(row * 32).toBeGreaterThanOrEqual(top - 3)
      expect(row * 32 + 32).toBeLessThanOrEqual(top + 640 + 3)
    }
  })
})

it('leaves a row in view where it is', () => expect(scrollToRow(small, 3200, 105)).toBeNull())
it('draws nothing of an empty list', () => {
  expect(visibleRows({ ...small, total: 0 }, 0, 12, 8)).toEqual({ first: 0, last: 0 })
})
it('never draws past the end of a list that shrank', () => {
  const { first, last } = visibleRows({ ...small, total: 5 }, 900_000, 12, 8)
  expect(first).toBeLessThan(5)
  expect(last).toBe(5)
})

describe('row elements', () => {
  const slots = slotCount(small, 12, 8)
  const drawn = (first: number): number[] => Array.from({ length: slots }, (_, slot) => rowInSlot(slot, first, slots))
  it('draw every row of the window once', () => {
    const { first, last } = visibleRows(small, 320_000, 12, 8)
    expect(drawn(first).sort((a, b) => a - b)).toEqual(Array.from({ length: last - first }, (_, i) => first + i))
  })
  it('keep their rows when the window moves by a step', () => {
    const after = drawn(808)
    const moved = drawn(800).filter((row, slot) => row !== after[slot])
    expect(moved.sort((a, b) => a - b)).toEqual([800, 801, 802, 803, 804, 805, 806, 807])
  })
})
