import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import { Tooltip, Tooltips } from '../../../components/Tooltip'
import type { Amount, Card, ClientMoney } from '../../../lib/api/types'
import { formatDay, today } from '../../../lib/format'
import { signOf } from '../../../lib/money'
import type { InvoiceSearch } from '../../invoices/params'
import { daysOf, twelveMonths } from '../invoiceDays'
import css from './MoneyRow.module.css'

interface FigureProps {
  label: string
  /** What is counted in, and whether with VAT. */
  basis: string
  value: Amount
  rows: InvoiceSearch
  late?: boolean
  note?: ReactNode
}

function Figure({ label, basis, value, rows, late, note }: FigureProps) {
  return (
    <div className={css.figure}>
      <dt>{label}</dt>
      <dd>
        <Tooltip text={basis}>
          <Link to="/invoices" search={rows} className={css.value} data-late={late || undefined} data-none={signOf(value.amount) === 0 || undefined}>
            <Money value={value} currency />
          </Link>
        </Tooltip>
        {note && <span className={css.note}>{note}</span>}
      </dd>
    </div>
  )
}

/** The figures asked for every day, each a link to the rows that make it. */
export function MoneyRow({ money, autogen, onAdvance }: { money: ClientMoney; autogen: Card['sections']['autogen']; onAdvance: () => void }) {
  const { t } = useTranslation()
  const day = money.as_of ?? today()
  const client = money.client_id
  const late = signOf(money.overdue.amount) > 0
  return (
    <Tooltips>
      <dl className={css.row}>
        <Figure label={t('money.twelveMonths')} basis={t('money.netBasis')} value={money.net_12_months} rows={{ client, ...twelveMonths(day) }} />
        <Figure label={t('money.thisYear')} basis={t('money.netBasis')} value={money.net_this_year} rows={{ client, ...daysOf(Number(day.slice(0, 4))) }} />
        <Figure label={t('money.ever')} basis={t('money.netBasis')} value={money.net_ever} rows={{ client }} />
        <Figure label={t('money.open')} basis={t('money.openBasis')} value={money.open} rows={{ client, status: 'open' }} />
        <Figure
          label={t('money.overdue')}
          basis={t('money.overdueBasis')}
          value={money.overdue}
          rows={{ client, status: 'overdue' }}
          late={late}
          note={late && t('money.oldest', { count: money.oldest_days_late })}
        />
        <div className={css.figure}>
          <dt>{t('money.advance')}</dt>
          <dd>
            <Tooltip text={t('money.advanceBasis')}>
              <button type="button" className={css.value} data-none={signOf(money.advance.amount) === 0 || undefined} onClick={onAdvance}>
                <Money value={money.advance} currency />
              </button>
            </Tooltip>
          </dd>
        </div>
        <NextInvoice autogen={autogen} />
      </dl>
    </Tooltips>
  )
}

/** What the autogenerator issues next; nothing when nothing is coming, a dash when it does not tell. */
function NextInvoice({ autogen }: { autogen: Card['sections']['autogen'] }) {
  const { t } = useTranslation()
  const next = autogen.data?.forecast.invoices[0]
  if (autogen.data && !next) return null
  return (
    <div className={css.figure}>
      <dt>{t('money.next')}</dt>
      <dd title={next && t('money.nextBasis')}>
        <span className={css.value}>
          <Money value={next?.net} currency />
        </span>
        {next && <span className={css.note}>{formatDay(next.issue_on)}</span>}
      </dd>
    </div>
  )
}
