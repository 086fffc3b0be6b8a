import { expect, it } from 'vitest'
import type { Media } from '../../lib/api/types'
import { inputOf, monthsOf, pairOf, positionOf, stepFrom, tagsOf, takenAt, turnedFurther, withChanged, withTags } from './media'

const photo = (id: string, fields: Partial<Media> = {}): Media => ({ id, year: 2026, month: 3, tags: [], before_id: null, media_type: 'image/jpeg', ...fields }) as Media

it('puts files into their months in the order in which they came', () => {
  const months = monthsOf([photo('a'), photo('b'), photo('c', { month: 2 }), photo('d', { year: 2025 })])
  expect(months.map(({ year, month, media }) => [year, month, media.map(({ id }) => id).join('')])).toEqual([[2026, 3, 'ab'], [2026, 2, 'c'], [2025, 3, 'd']])
})

it('steps by rows over months that are not full', () => {
  // Rows of 3: [0 1 2] [3 4] | [5] | [6 7 8]
  const step = (index: number, key: string): number => stepFrom([5, 1, 3], 3, index, key)
  expect(step(1, 'ArrowDown')).toBe(4)
  expect(step(2, 'ArrowDown')).toBe(4)
  expect(step(4, 'ArrowDown')).toBe(5)
  expect(step(5, 'ArrowDown')).toBe(6)
  expect(step(8, 'ArrowUp')).toBe(5)
  expect([step(0, 'ArrowUp'), step(8, 'ArrowDown'), step(0, 'ArrowLeft'), step(8, 'ArrowRight')]).toEqual([0, 8, 0, 8])
  expect([step(4, 'Home'), step(4, 'End'), step(-1, 'ArrowLeft'), stepFrom([], 3, -1, 'End')]).toEqual([0, 8, 0, -1])
})

it('puts a file whose time changed into its place', () => {
  const at = (id: string, taken_at: string | null, created_at = '2026-03-20T10:00:00.000Z') => photo(id, { taken_at, created_at })
  const list = [at('a', null), at('b', '2026-03-09T10:00:00.000Z'), at('c', '2025-03-09T10:00:00.000Z')]
  const ids = (changed: Media): string => withChanged(list, changed).map(({ id }) => id).join('')
  expect(ids(at('c', '2026-03-09T11:00:00.000Z'))).toBe('acb')
  expect(ids(at('a', '2025-01-01T11:00:00.000Z'))).toBe('bca')
  expect(ids(at('d', null))).toBe('abc')
})

it('leads to the map of where a picture was taken', () => {
  expect(positionOf(photo('a', { latitude: 57.538333, longitude: -0.1 }))).toEqual({ text: '57.53833, -0.10000', map: 'https://www.openstreetmap.org/?mlat=57.53833&mlon=-0.10000#map=17/57.53833/-0.10000' })
  expect(positionOf(photo('a', { latitude: null, longitude: null }))).toBeNull()
})

it('sends all that was read, and what changes', () => {
  const media = photo('a', { client_id: 'c', unit_id: 'u', file_name: 'a.jpg', taken_at: '2026-03-01T10:00:00Z', caption: 'Jumts', turned: 90, visit_id: 'v' })
  expect(inputOf(media, { tags: ['jumts'] })).toEqual({
    client_id: 'c', unit_id: 'u', file_name: 'a.jpg', taken_at: '2026-03-01T10:00:00Z', caption: 'Jumts', tags: ['jumts'], turned: 90, before_id: null, visit_id: 'v',
  })
})

it('reads each tag once', () => {
  expect(tagsOf(' jumts, , siena,jumts')).toEqual(['jumts', 'siena'])
  expect(withTags(photo('a', { tags: ['siena'] }), ['jumts', 'siena'])).toEqual(['siena', 'jumts'])
})

it('turns around in four steps', () => {
  expect([0, 90, 180, 270].map(turnedFurther)).toEqual([90, 180, 270, 0])
})

it('finds the pair from either side', () => {
  const [before, after, alone] = [photo('a'), photo('b', { before_id: 'a' }), photo('c')]
  const all = [before, after, alone]
  expect(pairOf(before, all)).toEqual({ before, after })
  expect(pairOf(after, all)).toEqual({ before, after })
  expect(pairOf(alone, all)).toBeNull()
  expect(pairOf(after, [after])).toBeNull()
})

it('tells when a picture was made, and of other files nothing', () => {
  expect(takenAt(new File(['x'], 'a.jpg', { type: 'image/jpeg', lastModified: Date.UTC(2026, 2, 1) }))).toBe('2026-03-01T00:00:00.000Z')
  expect(takenAt(new File(['x'], 'a.pdf', { type: 'application/pdf', lastModified: Date.UTC(2026, 2, 1) }))).toBeNull()
})
