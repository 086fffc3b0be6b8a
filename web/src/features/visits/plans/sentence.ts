// When a plan has visits, in words. The service decides on which days; services/visits/model/recurrence.py is the same rule.
import type { TFunction } from 'i18next'
import type { VisitPlanInput } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { weekdayOf } from '../days'

type Planned = Pick<VisitPlanInput, 'at' | 'starts_on' | 'ends_on'> & { rule: Required<VisitPlanInput['rule']> }

const MONTHS_WITH_NAMES = [3, 6, 12]
const SHORTEST_MONTH = 28

const listed = (words: readonly string[], t: TFunction): string =>
  words.length < 2 ? words.join('') : t('visits.plan.rule.and', { first: words.slice(0, -1).join(', '), last: words.at(-1) })

function often({ frequency, every }: Planned['rule'], t: TFunction): string {
  const hasName = every === 1 || (frequency === 'months' && MONTHS_WITH_NAMES.includes(every))
  return t(`visits.plan.rule.often.${frequency}.${hasName ? every : 'other'}`, { every })
}

/** "otrdienās un ceturtdienās", "pirmajā otrdienā", "no pirmdienas līdz piektdienai". */
function onWeekdays(weekdays: readonly number[], week: number, t: TFunction): string {
  if (week === 0 && weekdays.join() === '1,2,3,4,5') return t('visits.plan.rule.mondayToFriday')
  const words = weekdays.map((day) =>
    week === 0 ? t(`visits.plan.rule.all.${day}`) : t(`visits.plan.rule.nth.${week}`, { day: t(`visits.plan.rule.one.${day}`) }),
  )
  return t('visits.plan.rule.onDays', { days: listed(words, t) })
}

/** "katru 2. nedēļu otrdienās": without weekdays of its own the rule goes by the first day. */
function onDays({ rule, starts_on }: Planned, t: TFunction): string {
  const { frequency, week_of_month: week } = rule
  const weekdays = rule.weekdays.toSorted((one, other) => one - other)
  const start = often(rule, t)
  if (frequency === 'days') return weekdays.length === 0 ? start : `${start}${t('visits.plan.rule.only', { days: onWeekdays(weekdays, 0, t) })}`
  if (weekdays.length > 0) return `${start} ${onWeekdays(weekdays, week, t)}`
  if (frequency === 'weeks') return `${start} ${onWeekdays([weekdayOf(starts_on)], 0, t)}`
  const day = Number(starts_on.slice(8))
  return `${start} ${t(`visits.plan.rule.${day > SHORTEST_MONTH ? 'onDateOrLast' : 'onDate'}`, { day })}`
}

/** "katru 2. nedēļu otrdienās un ceturtdienās plkst. 9:00, no 01.04.2026." */
export function planText(plan: Planned, t: TFunction): string {
  const { rule, at, starts_on, ends_on } = plan
  const parts = [`${onDays(plan, t)} ${t('visits.plan.rule.at', { time: at.replace(/^0/, '') })}`]
  // Whoever names weekdays means them, also Sundays: only holidays are off then.
  if (rule.day_off !== 'keep') parts.push(t(`visits.plan.rule.${rule.day_off}.${rule.weekdays.length > 0 ? 'holiday' : 'dayOff'}`))
  parts.push(t(`visits.plan.rule.${ends_on ? 'until' : 'from'}`, { day: formatDay(starts_on), last: formatDay(ends_on) }))
  return parts.join(', ')
}
