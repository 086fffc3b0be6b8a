import type { TFunction } from 'i18next'
import type { Paying } from '../../lib/api/types'

interface Words {
  onTime: string
  rest: string[]
}

/** The pieces of the sentence on how a client pays; null when there are too few due rows to tell. */
export function describePaying({ on_time_share, median_days_late, p90_days_late, trend_days }: Paying, t: TFunction): Words | null {
  if (on_time_share === null || median_days_late === null || p90_days_late === null) return null
  const rest = [usually(median_days_late, t)]
  if (p90_days_late > 0) rest.push(t('paying.p90', { count: p90_days_late }))
  if (trend_days !== null) rest.push(trend_days > 0 ? t('paying.slower', { count: trend_days }) : trend_days < 0 ? t('paying.quicker', { count: -trend_days }) : t('paying.steady'))
  return { onTime: t('paying.onTime', { share: percent(on_time_share) }), rest }
}

/** Never 100 while something was late, never 0 while something was not. */
function percent(share: number): number {
  const rounded = Math.round(share * 100)
  if (rounded === 100 && share < 1) return 99
  if (rounded === 0 && share > 0) return 1
  return rounded
}

function usually(days: number, t: TFunction): string {
  if (days === 0) return t('paying.usuallyOnDay')
  return days > 0 ? t('paying.usuallyLate', { count: days }) : t('paying.usuallyEarly', { count: -days })
}
