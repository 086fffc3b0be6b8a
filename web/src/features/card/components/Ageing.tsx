import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import type { ClientMoney } from '../../../lib/api/types'
import { shareOf, signOf } from '../../../lib/money'
import css from './Ageing.module.css'

const buckets = [
  ['not_due', '0'],
  ['days_1_30', '1-30'],
  ['days_31_60', '31-60'],
  ['days_61_90', '61-90'],
  ['days_91_up', '91+'],
] as const

/** What is open by how late it is; the parts are all that is open. */
export function Ageing({ money }: { money: ClientMoney }) {
  const { t } = useTranslation()
  if (signOf(money.open.amount) === 0) return <p className="quiet">{t('ageing.nothing')}</p>
  return (
    <div className={css.ageing}>
      <div className={css.bar} aria-hidden="true">
        {buckets.map(([bucket], step) =>
          signOf(money.ageing[bucket].amount) > 0 ? (
            <span key={bucket} data-step={step} style={{ flexGrow: shareOf(money.ageing[bucket].amount, money.open.amount) }} />
          ) : null,
        )}
      </div>
      <ul className={css.list} aria-label={t('ageing.title')}>
        {buckets.map(([bucket, age], step) => (
          <li key={bucket} data-none={signOf(money.ageing[bucket].amount) === 0 || undefined}>
            <span className={css.label}>
              <i className={css.key} data-step={step} aria-hidden="true" />
              {step === 0 ? t('ageing.notDue') : t('ageing.days', { days: age === '91+' ? '91+' : age.replace('-', '\u2013') })}
            </span>
            <Link to="/invoices" search={{ client: money.client_id, status: 'open', age }}>
              <Money value={money.ageing[bucket]} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
