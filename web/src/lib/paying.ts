// How an invoice was paid, as the payment strip shows it.
import type { TFunction } from 'i18next'
import type { StripCell } from './api/types'

const LATE_STEPS = [30, 60, 90] as const

/** Height of a cell: 0 early, 1 on the last day in time, then deeper by days late in the steps of ageing: 1-30, 31-60, 61-90, 91+. */
export function lateness(days: number): number {
  if (days < 0) return 0
  if (days === 0) return 1
  return 2 + LATE_STEPS.filter((step) => days > step).length
}

/** "samaksāts 5 dienas pēc termiņa", "nav samaksāts, kavē 12 dienas" … */
export function payingText({ settled_on, days_late }: Pick<StripCell, 'settled_on' | 'days_late'>, t: TFunction): string {
  if (settled_on === null) return days_late > 0 ? t('paying.openLate', { count: days_late }) : t('paying.openInTime')
  if (days_late === 0) return t('paying.onDay')
  return days_late > 0 ? t('paying.late', { count: days_late }) : t('paying.early', { count: -days_late })
}
