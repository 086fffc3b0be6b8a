import { expect, it } from 'vitest'
import { RowTable, type Column } from './table'

const plain = { id: ['a', 'b', 'c'], city: ['Rīga', null, 'Rīga'], version: [1, 1, 1], unit: [null, null, null] }
const shared: Record<string, Column> = {
  id: ['a', 'b', 'c'],
  city: { values: [null, 'Rīga'], of: [1, 0, 1] },
  version: { values: [1], of: new Uint8Array(3) },
  unit: { values: [null], of: [0, 0, 0] },
}

it('gives the same rows whichever way the columns were sent', () => {
  const rows = new RowTable(3, shared).rows(0, 3)
  expect(rows).toEqual(new RowTable(3, plain).rows(0, 3))
  expect(rows[1]).toEqual({ id: 'b', city: null, version: 1, unit: null })
})
it('gives a piece, and no more than there is', () => {
  const table = new RowTable(3, shared)
  expect(table.rows(1, 2).map((row) => row.id)).toEqual(['b'])
  expect(table.rows(2, 128).map((row) => row.id)).toEqual(['c'])
  expect(table.rows(3, 128)).toEqual([])
})
it('finds a client, also when the ids repeat', () => {
  const twice = new RowTable(4, { id: { values: ['a', 'b'], of: [0, 0, 1, 1] } })
  expect([twice.indexOf('b'), twice.indexOf('x'), new RowTable(3, plain).indexOf('c')]).toEqual([2, -1, 2])
})
it('shares what repeats instead of expanding it', () => {
  const tags = ['VIP']
  const [first, second] = new RowTable(2, { id: ['a', 'b'], tags: { values: [tags], of: [0, 0] } }).rows(0, 2)
  expect(first?.tags).toBe(tags)
  expect(second?.tags).toBe(tags)
})
