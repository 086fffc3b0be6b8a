import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import type { Amount, InvoiceDetails } from '../../../lib/api/types'
import { rateText } from '../vat'
import css from './document.module.css'

type Summed = Pick<InvoiceDetails, 'net' | 'vat_totals' | 'gross'> & { open?: Amount; original_gross?: Amount | null; status?: string }

/** Net, VAT by rate, gross, and what is still open. */
export function Sums({ invoice }: { invoice: Summed }) {
  const { t } = useTranslation()
  return (
    <dl className={css.sums}>
      <div>
        <dt>{t('invoice.net')}</dt>
        <dd>
          <Money value={invoice.net} />
        </dd>
      </div>
      {invoice.vat_totals.map((total) => (
        <div key={`${total.category} ${total.rate}`}>
          <dt>
            {t('invoice.vatOf', { rate: rateText(total.category, total.rate, t) })} <Money value={total.base} />
          </dt>
          <dd>
            <Money value={total.tax} />
          </dd>
        </div>
      ))}
      <div data-strong>
        <dt>{t('invoice.gross')}</dt>
        <dd>
          <Money value={invoice.gross} currency />
        </dd>
      </div>
      {invoice.original_gross && (
        <div>
          <dt>{t('invoice.original')}</dt>
          <dd>
            <Money value={invoice.original_gross} currency />
          </dd>
        </div>
      )}
      {invoice.open && invoice.status !== 'draft' && invoice.status !== 'annulled' && (
        <div data-late={invoice.status === 'overdue' || undefined}>
          <dt>{t('invoice.open')}</dt>
          <dd>
            <Money value={invoice.open} currency />
          </dd>
        </div>
      )}
    </dl>
  )
}
