import { expect, it } from 'vitest'
import { countSelected, everything, isSelected, nothing, rowKey, setMany, toggle } from './selection'

it('marks everything but some without knowing every row', () => {
  const but = toggle(everything, 'b')
  expect(countSelected(but, 29_000)).toBe(28_999)
  expect([isSelected(but, 'a'), isSelected(but, 'b')]).toEqual([true, false])
})
it('marks and unmarks a range in both modes', () => {
  expect(countSelected(setMany(nothing, ['a', 'b', 'c'], true), 10)).toBe(3)
  expect(countSelected(setMany(everything, ['a', 'b'], false), 10)).toBe(8)
  expect(countSelected(setMany(setMany(everything, ['a', 'b'], false), ['a'], true), 10)).toBe(9)
})
it('tells a client from a hit in its unit', () => {
  expect(rowKey({ id: '1', unit: null })).not.toBe(rowKey({ id: '1', unit: { id: '2' } }))
})
