import { useTranslation } from 'react-i18next'
import type { InvoiceDetails } from '../../../lib/api/types'
import { formatDay, formatInstant } from '../../../lib/format'
import { lateText } from '../shown'
import css from './document.module.css'

/** What is known of the life of a document, in the order it happened. */
export function Facts({ invoice }: { invoice: InvoiceDetails }) {
  const { t } = useTranslation()
  const late = invoice.days_late
  const facts: [string, string][] = [
    ['source', t(`invoiceSource.${invoice.source}`)],
    ['created_at', formatInstant(invoice.created_at)],
    ['issued_on', formatDay(invoice.issued_on)],
    ['supplied_on', formatDay(invoice.supplied_on)],
    ['buyer_reference', invoice.buyer_reference],
    ['settled_on', formatDay(invoice.settled_on)],
    ['days_late', invoice.type === 'credit_note' ? '' : lateText(late)],
    ['expected_on', formatDay(invoice.expected_on)],
    ['annulled_reason', invoice.annulled_reason],
  ]
  return (
    <dl className={css.facts}>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} data-late={(name === 'days_late' && late !== null && late > 0) || undefined}>
            <dt>{t(`invoice.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
