import { expect, it } from 'vitest'
import type { Media } from '../../lib/api/types'
import { changesOf, complaintsOf, typedOf } from './draft'

const media = { caption: 'Jumts', tags: ['jumts', 'siena'], taken_at: '2024-03-09T08:00:59.123Z' } as Media

it('shows the time on a clock in Latvia', () => {
  expect(typedOf(media)).toEqual({ caption: 'Jumts', tags: 'jumts, siena', day: '09.03.2024.', time: '10:00' })
  expect(typedOf({ ...media, taken_at: null })).toMatchObject({ day: '', time: '' })
})

it('changes only what was typed', () => {
  expect(changesOf(media, { ...typedOf(media), caption: ' Jumts ', tags: 'jumts,siena', day: '9.3.24', time: '1000' })).toEqual({})
  expect(changesOf(media, { ...typedOf(media), day: '31.03.2024', time: '23.30' })).toEqual({ taken_at: '2024-03-31T20:30:00.000Z' })
  expect(changesOf(media, { caption: 'x', tags: '', day: '', time: '' })).toEqual({ caption: 'x', tags: [], taken_at: null })
})

it('wants both the day and the time, or neither', () => {
  const typed = typedOf(media)
  expect(complaintsOf({ ...typed, day: '', time: '' })).toEqual({})
  expect(complaintsOf({ ...typed, time: ' ' })).toEqual({ time: 'field.timeWrong' })
  expect(complaintsOf({ ...typed, day: '31.02.2024' })).toEqual({ day: 'field.dayWrong' })
})
