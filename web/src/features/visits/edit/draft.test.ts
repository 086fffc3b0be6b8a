import { describe, expect, it } from 'vitest'
import type { Visit } from '../../../lib/api/types'
import { complaintsOf, contentOf, typedOf } from './draft'

const done: Visit = {
  id: 'v', etag: 'v1', version: 1, client_id: 'c', unit_id: 'u', plan_id: null, status: 'done', kind: 'Apkope', performers: ['Ilze', 'Jānis'],
  planned_start: '2026-11-25T08:00:00Z', started: '2026-11-26T08:01:07Z', ended: '2026-11-26T09:30:21Z', note: '', billable: false, signature: 's', day: '2026-11-26',
  updated_by: '', updated_at: null,
}
const planned: Visit = { ...done, status: 'planned', started: null, ended: null, day: '2026-11-25' }
const edited = (visit: Visit, changes: Partial<ReturnType<typeof typedOf>>) => contentOf({ ...typedOf(visit), ...changes }, visit)

describe('a visit as it is typed', () => {
  it('keeps everything that nobody touched, seconds and signature too', () => {
    expect(edited(done, { note: ' Viss kārtībā ', billable: true })).toMatchObject({ started: done.started, ended: done.ended, planned_start: done.planned_start, signature: 's', note: 'Viss kārtībā', billable: true })
  })
  it('has arrival and departure by the clock in Latvia', () => {
    expect(edited(planned, { status: 'done', started: '1015', ended: '11:00' })).toMatchObject({ started: '2026-11-25T08:15:00.000Z', ended: '2026-11-25T09:00:00.000Z' })
  })
  it('ends on the next day when it ends at an earlier time of day', () => {
    expect(edited(done, { started: '23:30', ended: '0:15' })).toMatchObject({ started: '2026-11-26T21:30:00.000Z', ended: '2026-11-26T22:15:00.000Z' })
  })
  it('goes back to its plan when the arrival is taken away', () => {
    expect(edited(done, { status: 'planned', day: '2026-11-26', started: '', ended: '' })).toMatchObject({ started: null, ended: null, planned_start: done.planned_start })
  })
})

it('nobody leaves, or comes on another day, without coming, and what nobody planned has begun', () => {
  const complaints = (visit: Visit, changes: Partial<ReturnType<typeof typedOf>>) => complaintsOf({ ...typedOf(visit), ...changes }, visit)
  expect(complaints(planned, {})).toEqual({})
  expect(complaints(planned, { ended: '11:00' })).toEqual({ started: 'validation.required' })
  expect(complaints(planned, { day: '2026-11-27' })).toEqual({ started: 'validation.required' })
  expect(complaints({ ...done, planned_start: null }, { started: '', ended: '' })).toEqual({ started: 'validation.required' })
  expect(complaints(done, { day: null, started: '25:00', ended: 'x' })).toEqual({ day: 'validation.required', started: 'field.timeWrong', ended: 'field.timeWrong' })
})
