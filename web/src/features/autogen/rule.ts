// When a line is invoiced: in words, and its first periods. The service decides; services/autogen/model/calendar.py is the same rule.
import type { TFunction } from 'i18next'
import type { AutogenRule } from '../../lib/api/types'

export type Rule = AutogenRule

/** The last day of every month. */
export const LAST_DAY = 31

const MONTHS_WITH_NAMES = [1, 3, 6, 12]

const dayText = (day: number, t: TFunction): string => (day === LAST_DAY ? t('autogen.rule.lastDay') : t('autogen.rule.onDay', { day }))

/** How often, as it stands before a day: "katra mēneša", "reizi ceturksnī,". */
function often(months: number, dated: boolean, t: TFunction): string {
  const name = MONTHS_WITH_NAMES.includes(months) ? `${months}` : 'other'
  return t(`autogen.rule.${dated ? 'oftenOn' : 'often'}.${name}`, { count: months })
}

/** "katra mēneša 1. datumā, uz priekšu". `anchorDay` is the day of the month on which periods begin, also where the rule says 0. */
export function ruleText(rule: Rule, t: TFunction): string {
  const { every_months: months, anchor_day: anchor, issue_offset_days: offset, timing, shift } = rule
  const parts: string[] = []
  if (offset === 0 && timing === 'in_advance') {
    parts.push(`${often(months, true, t)} ${dayText(anchor, t)}`)
  } else if (offset === 0 && months === 1 && anchor === 1) {
    parts.push(`${often(months, true, t)} ${dayText(LAST_DAY, t)}`)
  } else {
    const edge = timing === 'in_advance' ? 'start' : 'end'
    parts.push(often(months, false, t))
    parts.push(
      offset === 0
        ? t('autogen.rule.atEnd')
        : t(`autogen.rule.${offset < 0 ? 'before' : 'after'}.${edge}`, { count: Math.abs(offset) }),
    )
    if (anchor !== 1) parts.push(t('autogen.rule.begins', { day: dayText(anchor, t) }))
  }
  parts.push(t(`autogen.timing.${timing}`))
  if (shift !== 'none') parts.push(t(`autogen.shiftText.${shift}`))
  return parts.join(', ')
}

export interface RulePeriod {
  starts_on: string
  ends_on: string
  /** Before it is moved to a business day, which only the service can do. */
  issue_on: string
}

const iso = (year: number, month: number, day: number): string => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

const moved = (day: string, days: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return iso(year, month - 1, date + days)
}

/** First day of period `number`: always counted from the first one, so that the 31st comes back after February. */
function begins(first: string, rule: Rule, number: number): string {
  const [year = 0, month = 1, day = 1] = first.split('-').map(Number)
  const at = month - 1 + number * rule.every_months
  const lastDay = new Date(Date.UTC(year, at + 1, 0)).getUTCDate()
  return iso(year, at, Math.min(rule.anchor_day || day, lastDay))
}

/** Whether periods may begin on `first`: it is the anchor day, or the last day of a month that has none. */
export const fits = (first: string, rule: Rule): boolean => begins(first, rule, 0) === first

/** Period `number` of a line that begins on `first`. */
export function periodOf(first: string, rule: Rule, number: number): RulePeriod {
  const starts_on = begins(first, rule, number)
  const ends_on = moved(begins(first, rule, number + 1), -1)
  return { starts_on, ends_on, issue_on: moved(rule.timing === 'in_advance' ? starts_on : ends_on, rule.issue_offset_days) }
}
