import { useTranslation } from 'react-i18next'
import type { AutogenLine, Period } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import css from './StateChips.module.css'

/** Where a line or a period is in its life, or what is wrong with it. */
export function LineMark({ status }: { status: AutogenLine['status'] | Period['status'] | 'waiting' }) {
  const { t } = useTranslation()
  return (
    <span className={css.mark} data-status={status}>
      {t(`autogen.status.${status}`)}
    </span>
  )
}

/** What somebody should look at: why it is paused, since when it ends, periods that wait or failed. */
export function StateChips({ line }: { line: AutogenLine }) {
  const { t } = useTranslation()
  const chips: [name: string, text: string][] = []
  if (line.status === 'paused') chips.push(['paused', t('autogen.pausedFrom', { day: formatDay(line.paused_from), reason: line.paused_reason })])
  if (line.failed > 0) chips.push(['failed', t('autogen.failed', { count: line.failed })])
  if (line.waiting > 0) chips.push(['waiting', t('autogen.waiting', { count: line.waiting })])
  if (line.valid_to) chips.push(['until', t(line.status === 'ended' ? 'autogen.endedOn' : 'autogen.until', { day: formatDay(line.valid_to) })])
  return chips.map(([name, text]) => (
    <span key={name} className={css.chip} data-quiet={name === 'until' || undefined}>
      {text}
    </span>
  ))
}
