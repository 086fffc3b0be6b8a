import { describe, expect, it } from 'vitest'
import type { Visit } from '../../lib/api/types'
import { isMovable, movedTo, namesOf } from './change'
import { readVisitsSearch } from './params'

const visit = {
  id: 'v', etag: '"1"', client_id: 'c', unit_id: 'u', plan_id: 'p', status: 'planned', kind: 'Apsekošana', performers: ['Ilze'],
  planned_start: '2027-03-27T07:30:00Z', started: null, ended: null, note: '', billable: true, signature: '', day: '2027-03-27',
} as Visit

describe('a moved visit', () => {
  it('keeps its time of day when the clocks change meanwhile', () => {
    expect(movedTo(visit, '2027-03-26', '09:30', 'x').planned_start).toBe('2027-03-26T07:30:00.000Z')
    expect(movedTo(visit, '2027-03-28', '09:30', 'x').planned_start).toBe('2027-03-28T06:30:00.000Z')
  })
  it('says at the end of its note where it was and why it is not there', () => {
    expect(movedTo(visit, '2027-03-29', '09:30', ' klients lūdza ').note).toBe('27.03.2027. → 29.03.2027.: klients lūdza')
    expect(movedTo({ ...visit, note: 'Atslēga pie dežuranta' }, '2027-03-29', '09:30', 'slims').note).toBe('Atslēga pie dežuranta\n27.03.2027. → 29.03.2027.: slims')
  })
  it('says its times of day when they differ', () => {
    expect(movedTo(visit, '2027-03-27', '14:00', 'x')).toMatchObject({ planned_start: '2027-03-27T12:00:00.000Z', note: '27.03.2027. 09:30 → 27.03.2027. 14:00: x' })
  })
  it('is otherwise sent as it was', () => {
    const { planned_start: _start, note: _note, ...rest } = movedTo(visit, '2027-03-29', '09:30', 'x')
    expect(rest).toEqual({ client_id: 'c', unit_id: 'u', status: 'planned', kind: 'Apsekošana', performers: ['Ilze'], started: null, ended: null, billable: true, signature: '' })
  })
  it('is one that is planned and not begun', () => {
    const others: Partial<Visit>[] = [{}, { status: 'missed' }, { status: 'done' }, { started: '2027-03-27T07:30:00Z' }, { planned_start: null }]
    expect(others.map((part) => isMovable({ ...visit, ...part }))).toEqual([true, false, false, false, false])
  })
})

it('names are read between commas, each once', () => {
  expect(namesOf(' Ilze Kalniņa,, Jānis , Ilze Kalniņa')).toEqual(['Ilze Kalniņa', 'Jānis'])
})
it('the view is read of a URL only when there is such a one', () => {
  expect([{ view: 'calendar' }, { view: 'list' }, { view: ['calendar'] }, {}].map(readVisitsSearch)).toEqual([{ view: 'calendar' }, {}, {}, {}])
})
