import { useTranslation } from 'react-i18next'
import type { InvoiceRow } from '../../../lib/api/types'
import css from './StatusMark.module.css'

/** Where a document is in its life; a credit note is settled, not paid. */
export function StatusMark({ invoice }: { invoice: Pick<InvoiceRow, 'status' | 'type'> }) {
  const { t } = useTranslation()
  const name = invoice.type === 'credit_note' && (invoice.status === 'paid' || invoice.status === 'open') ? `credit_${invoice.status}` : invoice.status
  return (
    <span className={css.mark} data-status={invoice.status}>
      {t(`invoiceStatus.${name}`)}
    </span>
  )
}
