import { expect, it } from 'vitest'
import { heightOf, rowsInView, scrollTo, topOf } from './rowWindow'

const plain = { rows: 100, rowHeight: 32, open: -1, openHeight: 0 }
const opened = { ...plain, open: 5, openHeight: 200 }

it('draws what is in view and a little more', () => {
  expect(rowsInView(plain, 320, 320, 2)).toEqual({ first: 8, last: 23 })
  expect(rowsInView(plain, 0, 320, 2)).toEqual({ first: 0, last: 13 })
  expect(rowsInView(plain, 3000, 320, 2).last).toBe(100)
})
it('moves what stands below an open row, and draws the open row while any of it is in view', () => {
  expect([topOf(opened, 5), topOf(opened, 6), heightOf(opened)]).toEqual([160, 392, 3400])
  expect(rowsInView(opened, 350, 320, 0).first).toBe(5)
  expect(rowsInView(opened, 392, 320, 0).first).toBe(6)
})
it('leaves out no row that is in view, wherever it stands', () => {
  for (let at = 0; at < 3000; at += 7) {
    const { first, last } = rowsInView(opened, at, 300, 0)
    for (let row = 0; row < 100; row++) {
      const bottom = topOf(opened, row + 1)
      if (bottom > at && topOf(opened, row) < at + 300) expect(row >= first && row < last).toBe(true)
    }
  }
})
it('scrolls no further than it must', () => {
  expect([scrollTo(plain, 0, 320, 5), scrollTo(plain, 0, 320, 10), scrollTo(plain, 320, 320, 3)]).toEqual([null, 32, 96])
})
