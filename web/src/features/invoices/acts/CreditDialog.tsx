import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AreaField, CheckField, DayField } from '../../../components/Field'
import field from '../../../components/Field.module.css'
import form from '../../../components/Form.module.css'
import { Money } from '../../../components/Money'
import type { CreditInput, InvoiceDetails, InvoiceLine, LineInput } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { creditInvoice } from '../api/acts'
import { getInvoice } from '../api/invoice'
import { euros, readDecimal } from '../../../lib/decimal'
import css from '../document/document.module.css'
import { decimalText } from '../shown'
import { totalsOf } from '../totals'
import { useAct } from '../useAct'
import { useRequestKey } from '../../../lib/useRequestKey'
import { ActDialog } from '../../../components/ActDialog'

/** Writes a credit note on an invoice: on all that is left of it, or on some of its lines. */
export function CreditDialog({ invoiceId, onClose }: { invoiceId: string; onClose: () => void }) {
  const invoice = useQuery({ queryKey: ['invoice', invoiceId], queryFn: ({ signal }) => getInvoice(invoiceId, signal) })
  return invoice.data ? <Credit invoice={invoice.data} onClose={onClose} /> : null
}

function Credit({ invoice, onClose }: { invoice: InvoiceDetails; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const [everything, setEverything] = useState(true)
  const [quantities, setQuantities] = useState<readonly string[]>(() => invoice.lines.map(() => ''))
  const [day, setDay] = useState<string | null>(today())
  const [reason, setReason] = useState('')
  const requestKey = useRequestKey()
  const chosen = invoice.lines.flatMap((line, i) => creditedLine(line, quantities[i] ?? '') ?? [])
  const wrong = quantities.map((typed) => typed.trim() !== '' && readDecimal(typed, 3) === null)
  const act = useAct(
    invoice,
    (what: CreditInput) => creditInvoice(invoice.id, what, requestKey(what)),
    t('invoice.credited'),
  )
  return (
    <ActDialog
      wide
      title={t('invoice.creditTitle', { number: invoice.number })}
      text={t('invoice.creditText')}
      act={t('invoice.creditAct')}
      error={act.error}
      pending={act.isPending}
      ready={reason.trim() !== '' && day !== null && (everything || (chosen.length > 0 && !wrong.includes(true)))}
      onAct={() => act.mutate({ lines: everything ? [] : chosen, reason: reason.trim(), issued_on: day }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <AreaField required maxLength={2000} label={t('field.reason')} value={reason} onText={setReason} />
      <DayField required label={t('invoice.issued_on')} value={day} onDay={setDay} />
      <CheckField label={t('invoice.creditAll')} checked={everything} onChecked={setEverything} />
      {!everything && (
        <div className={form.wide}>
          <table className={css.lines}>
            <thead>
              <tr>
                <th scope="col">{t('line.text')}</th>
                <th scope="col" data-right>{t('line.quantity')}</th>
                <th scope="col" data-right>{t('invoice.creditQuantity')}</th>
              </tr>
            </thead>
            <tbody>
              {invoice.lines.map((line, i) => (
                <tr key={i}>
                  <td className={css.text}>{line.text}</td>
                  <td data-right>
                    {decimalText(line.quantity, i18n.language)} {line.unit}
                  </td>
                  <td data-right>
                    <input
                      className={field.control}
                      inputMode="decimal"
                      aria-label={t('invoice.creditQuantityOf', { text: line.text })}
                      aria-invalid={wrong[i] || undefined}
                      value={quantities[i] ?? ''}
                      onChange={(event) => setQuantities(quantities.map((each, at) => (at === i ? event.target.value : each)))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={css.sum}>
            {t('invoice.gross')} <Money value={euros(totalsOf(chosen.map((line) => ({ ...line, discount_percent: line.discount_percent ?? '' }))).gross)} currency />
          </p>
        </div>
      )}
    </ActDialog>
  )
}

/** The line with the quantity that is credited; nothing for none. */
function creditedLine(line: InvoiceLine, typed: string): LineInput | null {
  const quantity = readDecimal(typed, 3)
  return quantity === null || quantity === '0' ? null : { ...line, quantity }
}
