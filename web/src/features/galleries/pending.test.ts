import { expect, it } from 'vitest'
import type { Media } from '../../lib/api/types'
import { pendingInterval } from './pending'

const list = (...previews: Media['preview'][]): Media[] => previews.map((preview, place) => ({ id: `${place}`, etag: 'v1', preview }) as Media)

it('looks less often the longer nothing comes of it', () => {
  const interval = pendingInterval()
  const waiting = list('ready', 'pending')
  expect([0, 1_499, 1_500, 4_500, 10_500, 22_500, 3_600_000].map((now) => interval(waiting, now))).toEqual([1_500, 1_500, 3_000, 6_000, 12_000, 24_000, 24_000])
})

it('begins anew when some are made, and ends when all are', () => {
  const interval = pendingInterval()
  interval(list('pending', 'pending'), 0)
  expect(interval(list('pending', 'pending'), 10_500)).toBe(12_000)
  expect(interval(list('ready', 'pending'), 10_500)).toBe(1_500)
  expect([interval(list('ready', 'refused'), 10_600), interval(undefined, 10_600)]).toEqual([false, false])
  expect(interval(list('ready', 'pending'), 60_000)).toBe(1_500)
})

it('begins anew when a picture is turned again before its previews are made', () => {
  const interval = pendingInterval()
  const waiting = list('pending')
  interval(waiting, 0)
  expect(interval(waiting, 10_500)).toBe(12_000)
  expect(interval(waiting.map((media) => ({ ...media, etag: 'v2' })), 10_500)).toBe(1_500)
})
