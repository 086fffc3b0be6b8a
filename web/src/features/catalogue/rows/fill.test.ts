import { expect, it } from 'vitest'
import { pieceOrder } from './fill'

it('brings the piece in focus first, then its neighbours, and every piece once', () => {
  const order = pieceOrder(10_000, 512, 5_000)
  expect(order.slice(0, 3)).toEqual([9 * 512, 10 * 512, 8 * 512])
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i * 512))
})
it('has nothing to bring of an empty result', () => expect(pieceOrder(0, 512, 0)).toEqual([]))
