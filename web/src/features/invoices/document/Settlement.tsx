import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Money } from '../../../components/Money'
import type { Allocation, InvoiceDetails } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { getInvoices } from '../api/invoices'
import { getPayment } from '../api/payments'
import css from './document.module.css'

interface Props {
  invoice: InvoiceDetails
  /** Offers to take an allocation back. */
  onReverse?: (allocation: Allocation) => void
}

/** Days to pay by, and what was set against them: payments, credit notes, write-offs; and the credit notes of it. */
export function Settlement({ invoice, onReverse }: Props) {
  const { t } = useTranslation()
  const issued = invoice.status !== 'draft' && invoice.type !== 'credit_note'
  const notes = useQuery({
    queryKey: ['invoices', 'credit-notes', invoice.client_id],
    queryFn: ({ signal }) => getInvoices({ client_id: [invoice.client_id], type: ['credit_note'] }, '', 1000, signal),
    enabled: issued,
    select: (page) => page.invoices.filter((note) => note.credited_invoice_id === invoice.id),
  })
  return (
    <div className={css.settlement}>
      {invoice.dues.length > 0 && (
        <table>
          <caption>{t('invoice.dues')}</caption>
          <tbody>
            {invoice.dues.map((due) => (
              <tr key={due.id}>
                <td>
                  {formatDay(due.due_on)}
                  {due.in_time_until !== due.due_on && <span className="quiet"> {t('invoice.inTime', { day: formatDay(due.in_time_until) })}</span>}
                </td>
                <td>{due.settled_on ? t('invoice.settledOn', { day: formatDay(due.settled_on) }) : ''}</td>
                <td data-right>
                  <Money value={due.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {issued && (
        <table>
          <caption>{t('invoice.settledBy')}</caption>
          <tbody>
            {invoice.allocations.map((each) => (
              <tr key={each.id} data-reversed={each.reversed_on !== null || undefined}>
                <td>{formatDay(each.on)}</td>
                <td>
                  <Source allocation={each} />
                  {each.reversed_on && <span className="quiet"> {t('invoice.reversedOn', { day: formatDay(each.reversed_on) })}</span>}
                </td>
                <td data-right>
                  <Money value={each.amount} />
                  {onReverse && each.reversed_on === null && (
                    <Button look="quiet" onClick={() => onReverse(each)}>
                      {t('invoice.reverse')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {issued && invoice.allocations.length === 0 && <p className="quiet">{t('invoice.nothingSettled')}</p>}
      {notes.data && notes.data.length > 0 && (
        <table>
          <caption>{t('invoice.creditNotes')}</caption>
          <tbody>
            {notes.data.map((note) => (
              <tr key={note.id}>
                <td>{formatDay(note.issued_on)}</td>
                <td>
                  <Link to="/invoices/$id" params={{ id: note.id }}>
                    {note.number}
                  </Link>{' '}
                  <span className="quiet">{note.note}</span>
                </td>
                <td data-right>
                  <Money value={note.gross} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

/** Where the money of an allocation came from, as a person knows it. */
function Source({ allocation }: { allocation: Allocation }) {
  const { t } = useTranslation()
  const { source, source_id } = allocation
  const payment = useQuery({
    queryKey: ['payment', source_id],
    queryFn: ({ signal }) => getPayment(source_id, signal),
    enabled: source === 'payment',
    staleTime: 60_000,
  })
  if (source === 'credit_note') {
    return (
      <Link to="/invoices/$id" params={{ id: source_id }}>
        {t('invoiceType.credit_note')}
      </Link>
    )
  }
  if (source === 'write_off') return t('invoice.writeOff')
  const facts = payment.data && [payment.data.payer_name, payment.data.bank_reference].filter(Boolean).join(' · ')
  return (
    <>
      {t(`paymentMethod.${payment.data?.method ?? 'bank'}`)}
      {facts && <span className="quiet"> {facts}</span>}
    </>
  )
}
