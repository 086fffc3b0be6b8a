import { describe, expect, it } from 'vitest'
import type { VisitPlan } from '../../../lib/api/types'
import { withTyped } from '../change'
import { complaintsOf, contentOf, emptyPlan, typedOf } from './draft'
import { inOrder, mayEnd } from './plans'

const plan: VisitPlan = {
  id: 'p', etag: '"1"', version: 1, client_id: 'c', unit_id: 'u', kind: 'Telpu uzkopšana', performers: ['Ilze Kalniņa', 'Jānis Ozols'],
  rule: { frequency: 'months', every: 2, weekdays: [2, 4], week_of_month: -1, day_off: 'after' },
  at: '07:30', starts_on: '2026-04-01', ends_on: '2026-12-31', billable: true, planned_to: '2026-05-31',
}
const typed = typedOf(plan)

describe('a typed plan', () => {
  it('is sent back as it came when nothing was typed', () => {
    const { id: _id, etag: _etag, version: _version, client_id: _client, unit_id: _unit, planned_to: _to, ...content } = plan
    expect(contentOf(typed)).toEqual(content)
  })
  it('names the week of the month only for months with weekdays', () => {
    expect(contentOf({ ...typed, frequency: 'weeks' })?.rule.week_of_month).toBe(0)
    expect(contentOf({ ...typed, weekdays: [] })?.rule.week_of_month).toBe(0)
  })
  it('takes times and names as people type them', () => {
    const content = contentOf({ ...typed, at: '915', performers: ' Ilze ,, Jānis, Ilze' })
    expect([content?.at, content?.performers]).toEqual(['09:15', ['Ilze', 'Jānis']])
  })
  it('is not sent while a field is wrong', () => {
    const wrong = { ...typed, every: '0', at: '25:00', starts_on: null }
    expect(Object.keys(complaintsOf(wrong))).toEqual(['every', 'at', 'starts_on'])
    expect(contentOf(wrong)).toBeNull()
    expect(complaintsOf({ ...typed, ends_on: '2026-03-31' })).toEqual({ ends_on: 'validation.endBeforeStart' })
    expect(complaintsOf(emptyPlan())).toEqual({})
  })
  it('keeps what was typed on top of what somebody else changed', () => {
    const theirs = { ...typed, at: '10:00', weekdays: [1], kind: 'Logu mazgāšana' }
    expect(withTyped(theirs, typed, { ...typed, kind: 'Apsekošana', weekdays: [2, 4, 5] })).toEqual({ ...theirs, kind: 'Apsekošana', weekdays: [2, 4, 5] })
  })
})

describe('plans', () => {
  const on = (starts_on: string, ends_on: string | null = null) => ({ starts_on, ends_on })
  it('that go on come first, and what ended last is first of those that are over', () => {
    const plans = [on('2026-01-01', '2026-02-01'), on('2026-05-01'), on('2026-02-01', '2026-03-01'), on('2026-04-01', '2026-06-01')]
    expect(inOrder(plans, '2026-06-01')).toEqual([plans[3], plans[1], plans[2], plans[0]])
  })
  it('end today only when they have begun and go on', () => {
    const plans = [on('2026-06-01'), on('2026-06-02'), on('2026-05-01', '2026-06-01'), on('2026-05-01', '2026-06-02')]
    expect(plans.map((each) => mayEnd(each, '2026-06-01'))).toEqual([true, false, false, true])
  })
})
