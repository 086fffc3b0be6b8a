import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import type { InvoiceTotals } from '../../../lib/api/types'
import { signOf } from '../../../lib/money'
import type { InvoiceSearch } from '../params'
import { RecountMenu } from './RecountMenu'
import css from '../../../components/ListFoot.module.css'

const sums = ['net', 'vat', 'gross', 'open', 'overdue'] as const

/** Sums of the whole filter, always in view. */
export function TotalsFoot({ totals, loading, search }: { totals: InvoiceTotals | null; loading: boolean; search: InvoiceSearch }) {
  const { t } = useTranslation()
  return (
    <footer className={css.foot} aria-label={t('invoices.totals')} role="region">
      <strong>{totals ? t('invoices.count', { count: totals.count }) : t(loading ? 'loading' : 'status.absent')}</strong>
      {search.status === 'draft' ? (
        <span className="quiet">{t('invoices.draftsUncounted')}</span>
      ) : (
        <dl>
          {sums.map((name) => (
            <div key={name} data-late={(name === 'overdue' && totals && signOf(totals.overdue.amount) > 0) || undefined}>
              <dt>{t(`invoices.sum.${name}`)}</dt>
              <dd>
                <Money value={totals?.[name]} currency />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <RecountMenu />
    </footer>
  )
}
