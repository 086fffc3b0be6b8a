// A plan as it is typed: numbers, times and names are texts until they are sent.
import type { VisitPlan, VisitPlanInput } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { parseTime } from '../../../lib/riga'
import { namesOf } from '../change'
import { weekdayOf } from '../days'

type Rule = VisitPlan['rule']

export interface TypedPlan {
  kind: string
  performers: string
  frequency: Rule['frequency']
  every: string
  weekdays: number[]
  week_of_month: number
  day_off: Rule['day_off']
  at: string
  starts_on: string | null
  ends_on: string | null
  billable: boolean
}

export type PlanContent = Omit<VisitPlanInput, 'client_id' | 'unit_id' | 'rule'> & { rule: Rule }

/** Every week on the weekday of today. */
export function emptyPlan(): TypedPlan {
  const day = today()
  return {
    kind: '', performers: '', frequency: 'weeks', every: '1', weekdays: [weekdayOf(day)], week_of_month: 0, day_off: 'keep', at: '09:00',
    starts_on: day, ends_on: null, billable: false,
  }
}

export const typedOf = ({ kind, performers, rule, at, starts_on, ends_on, billable }: VisitPlan): TypedPlan => ({
  ...rule, kind, performers: performers.join(', '), every: `${rule.every}`, at, starts_on, ends_on, billable,
})

const isWhole = (text: string): boolean => /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 366

/** What can be said without asking the server, by field. */
export function complaintsOf({ every, at, starts_on, ends_on }: TypedPlan): Partial<Record<keyof TypedPlan, string>> {
  return {
    ...(!isWhole(every) && { every: 'visits.plan.everyWrong' }),
    ...(parseTime(at) === null && { at: 'field.timeWrong' }),
    ...(starts_on === null && { starts_on: 'validation.required' }),
    ...(starts_on !== null && ends_on !== null && ends_on < starts_on && { ends_on: 'validation.endBeforeStart' }),
  }
}

/** What is sent of it; null while something is wrong. */
export function contentOf(typed: TypedPlan): PlanContent | null {
  const { frequency, weekdays, week_of_month, day_off, starts_on, ends_on, billable } = typed
  const at = parseTime(typed.at)
  if (Object.keys(complaintsOf(typed)).length > 0 || at === null || starts_on === null) return null
  const isWeekNamed = frequency === 'months' && weekdays.length > 0
  return {
    kind: typed.kind.trim(),
    performers: namesOf(typed.performers),
    rule: { frequency, every: Number(typed.every), weekdays, week_of_month: isWeekNamed ? week_of_month : 0, day_off },
    at,
    starts_on,
    ends_on,
    billable,
  }
}
