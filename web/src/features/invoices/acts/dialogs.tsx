import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AreaField, DayField, TextField } from '../../../components/Field'
import type { Allocation, InvoiceDetails } from '../../../lib/api/types'
import { formatDay, today } from '../../../lib/format'
import { cents, formatMoney } from '../../../lib/money'
import { annulInvoice, issueInvoice, reverseAllocation, writeOffInvoice } from '../api/acts'
import { deleteInvoice } from '../api/drafts'
import { euros, readDecimal, typedForm } from '../../../lib/decimal'
import { useAct } from '../useAct'
import { useRequestKey } from '../../../lib/useRequestKey'
import { ActDialog } from '../../../components/ActDialog'

interface Props {
  invoice: InvoiceDetails
  onClose: () => void
}

/** Gives a draft its number: from then on it never changes. */
export function IssueDialog({ invoice, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const [day, setDay] = useState<string | null>(today())
  const requestKey = useRequestKey()
  const act = useAct(invoice, (on: string) => issueInvoice(invoice, on, requestKey([invoice.etag, on])), t('invoice.issued'))
  return (
    <ActDialog
      title={t('invoice.issueTitle')}
      text={t('invoice.issueText', { amount: formatMoney(invoice.gross, i18n.language) })}
      act={t('invoice.issue')}
      error={act.error}
      pending={act.isPending}
      ready={day !== null}
      onAct={() => act.mutate(day ?? '', { onSuccess: onClose })}
      onClose={onClose}
    >
      <DayField required label={t('invoice.issued_on')} value={day} onDay={setDay} />
    </ActDialog>
  )
}

/** Removes a draft for ever. */
export function DeleteDialog({ invoice, onClose, onDeleted }: Props & { onDeleted: () => void }) {
  const { t } = useTranslation()
  const act = useAct(invoice, () => deleteInvoice(invoice), t('invoice.deleted'))
  return (
    <ActDialog
      title={t('invoice.deleteTitle')}
      text={t('invoice.deleteText')}
      act={t('action.delete')}
      error={act.error}
      pending={act.isPending}
      onAct={() => act.mutate(undefined, { onSuccess: onDeleted })}
      onClose={onClose}
    />
  )
}

/** Annuls a document nothing was paid on; its number stays used. */
export function AnnulDialog({ invoice, onClose }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const act = useAct(invoice, () => annulInvoice(invoice, reason.trim()), t('invoice.annulled'))
  return (
    <ActDialog
      title={t('invoice.annulTitle', { number: invoice.number })}
      text={t('invoice.annulText')}
      act={t('invoice.annul')}
      error={act.error}
      pending={act.isPending}
      ready={reason.trim() !== ''}
      onAct={() => act.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <AreaField required maxLength={1000} label={t('field.reason')} value={reason} onText={setReason} />
    </ActDialog>
  )
}

/** Gives up what is open, or a part of it. */
export function WriteOffDialog({ invoice, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const [amount, setAmount] = useState(typedForm(invoice.open.amount))
  const [day, setDay] = useState<string | null>(today())
  const [reason, setReason] = useState('')
  const requestKey = useRequestKey()
  const read = readDecimal(amount, 2)
  const value = read === null ? 0n : cents(read)
  const wrong = value <= 0n ? t('validation.amount') : value > cents(invoice.open.amount) ? t('invoice.moreThanOpen', { amount: formatMoney(invoice.open, i18n.language) }) : null
  const act = useAct(
    invoice,
    () => {
      const what = { amount: euros(value), reason: reason.trim(), on: day }
      return writeOffInvoice(invoice.id, what, requestKey(what))
    },
    t('invoice.writtenOff'),
  )
  return (
    <ActDialog
      title={t('invoice.writeOffTitle', { number: invoice.number })}
      text={t('invoice.writeOffText')}
      act={t('invoice.writeOffAct')}
      error={act.error}
      pending={act.isPending}
      ready={wrong === null && day !== null && reason.trim() !== ''}
      onAct={() => act.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextField required inputMode="decimal" label={t('payment.amount')} value={amount} onText={setAmount} hint={wrong ? { tone: 'attention', text: wrong } : undefined} />
      <DayField required label={t('invoice.day')} value={day} onDay={setDay} />
      <AreaField required maxLength={1000} label={t('field.reason')} value={reason} onText={setReason} />
    </ActDialog>
  )
}

/** Takes an allocation back: the due row is open again. */
export function ReverseDialog({ invoice, allocation, onClose }: Props & { allocation: Allocation }) {
  const { t, i18n } = useTranslation()
  const [day, setDay] = useState<string | null>(today())
  const act = useAct(invoice, (on: string) => reverseAllocation(allocation.id, on), t('invoice.reversed'))
  const early = day !== null && allocation.on !== null && day < allocation.on
  return (
    <ActDialog
      title={t('invoice.reverseTitle')}
      text={t('invoice.reverseText', { amount: formatMoney(allocation.amount, i18n.language), day: formatDay(allocation.on) })}
      act={t('invoice.reverseAct')}
      error={act.error}
      pending={act.isPending}
      ready={day !== null && !early}
      onAct={() => act.mutate(day ?? '', { onSuccess: onClose })}
      onClose={onClose}
    >
      <DayField required label={t('invoice.day')} value={day} onDay={setDay} hint={early ? { tone: 'attention', text: t('validation.endBeforeStart') } : undefined} />
    </ActDialog>
  )
}
