import { describe, expect, it } from 'vitest'
import type { Media } from '../../lib/api/types'
import { byMonth, inputOf, stepOf, tagsOf, turnedOnce } from './media'

const media = (fields: Partial<Media>): Media => ({ id: 'a', year: 2026, month: 3, tags: [], turned: 0, caption: 'x', file_name: 'a.jpg', client_id: 'c', unit_id: 'u', taken_at: null, before_id: null, visit_id: null, ...fields }) as Media

describe('files of a gallery', () => {
  it('are shown by month in the order in which they came', () => {
    const months = byMonth([media({ id: '1' }), media({ id: '2' }), media({ id: '3', month: 2 }), media({ id: '4', year: 2025, month: 2 })])
    expect(months.map(({ year, month, media: files }) => [year, month, files.map(({ id }) => id)])).toEqual([
      [2026, 3, ['1', '2']],
      [2026, 2, ['3']],
      [2025, 2, ['4']],
    ])
  })
  it('are sent back whole with what changed', () => {
    expect(inputOf(media({ tags: ['jumts'], before_id: 'b' }), { caption: 'y' })).toEqual({
      client_id: 'c', unit_id: 'u', file_name: 'a.jpg', taken_at: null, caption: 'y', tags: ['jumts'], turned: 0, before_id: 'b', visit_id: null,
    })
  })
  it('turn by quarters', () => {
    expect([0, 90, 180, 270].map(turnedOnce)).toEqual([90, 180, 270, 0])
  })
  it('have tags as people type them', () => {
    expect(tagsOf(' jumts, Siena ,,jumts')).toEqual(['jumts', 'Siena'])
  })
  it('are walked by arrows', () => {
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'x'].map((key) => stepOf(key, 7, 5))).toEqual([6, 8, 2, 12, null])
  })
})
