import type { VisitPlan, VisitPlanInput } from '../../../lib/api/types'

type Lasting = Pick<VisitPlan, 'starts_on' | 'ends_on'>

export const isOver = ({ ends_on }: Lasting, today: string): boolean => ends_on !== null && ends_on < today

/** Today can be its last day: it has begun, and goes on after today. */
export const mayEnd = ({ starts_on, ends_on }: Lasting, today: string): boolean => starts_on <= today && (ends_on === null || ends_on > today)

/** Those that go on, by their first day; then those that are over, the latest first. */
export const inOrder = <P extends Lasting>(plans: readonly P[], today: string): P[] => [
  ...plans.filter((plan) => !isOver(plan, today)).sort((one, other) => one.starts_on.localeCompare(other.starts_on)),
  ...plans.filter((plan) => isOver(plan, today)).sort((one, other) => (other.ends_on ?? '').localeCompare(one.ends_on ?? '')),
]

/** The whole plan as it is sent, with another last day. */
export const withLastDay = ({ client_id, unit_id, kind, performers, rule, at, starts_on, billable }: VisitPlan, ends_on: string): VisitPlanInput => ({
  client_id, unit_id, kind, performers, rule, at, starts_on, ends_on, billable,
})
