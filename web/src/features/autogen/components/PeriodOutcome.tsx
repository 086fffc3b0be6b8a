import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Period } from '../../../lib/api/types'
import { actorText } from '../../../lib/fieldText'
import { formatInstant } from '../../../lib/format'

/** What became of a period: its invoice, why it has none, or what went wrong and when it is tried again. */
export function PeriodOutcome({ period, linked = true }: { period: Period; linked?: boolean }) {
  const { t } = useTranslation()
  if (period.status === 'made' && period.invoice_id) {
    return (
      <Link to="/invoices/$id" params={{ id: period.invoice_id }} tabIndex={linked ? undefined : -1}>
        {period.invoice_number}
      </Link>
    )
  }
  return <span title={period.error_text || undefined}>{outcomeText(period, t)}</span>
}

type Translate = ReturnType<typeof useTranslation>['t']

function outcomeText(period: Period, t: Translate): string {
  const { status, reason, error_code, error_text, attempts, next_attempt_at, decided_by, needs_approval } = period
  if (error_code && (status === 'failed' || status === 'planned')) {
    const cause = t(`reason.${error_code}`, { defaultValue: error_text || error_code })
    return [cause, t('autogen.attempts', { count: attempts }), next_attempt_at && t('autogen.nextAttempt', { time: formatInstant(next_attempt_at) })].filter(Boolean).join(' ')
  }
  if (needs_approval) return t('autogen.needsApproval')
  if (status === 'planned') return decided_by ? t('autogen.approvedBy', { name: actorText(decided_by, t) }) : t('autogen.due')
  return [reason, decided_by && actorText(decided_by, t)].filter(Boolean).join(' · ')
}
