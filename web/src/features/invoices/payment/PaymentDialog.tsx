import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { ClientPicker } from '../../../components/ClientPicker'
import { Dialog } from '../../../components/Dialog'
import { DayField, SelectField, TextField, type Hint } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import { showToast } from '../../../components/toast'
import { ApiError } from '../../../lib/api/http'
import type { PaymentDraft, PaymentMethod } from '../../../lib/api/types'
import { serverComplaints } from '../../../lib/complaints'
import { today } from '../../../lib/format'
import { cents, formatMoney, fromCents } from '../../../lib/money'
import { reasonText, ruleText } from '../../../lib/reasons'
import { useDelayed } from '../../../lib/useDelayed'
import { getInvoices } from '../api/invoices'
import { createPayment, proposeAllocation } from '../api/payments'
import { euros, readDecimal, typedForm } from '../../../lib/decimal'
import { refreshMoney } from '../refresh'
import { useRequestKey } from '../../../lib/useRequestKey'
import { AllocationTable } from './AllocationTable'
import { cellsOf, fill, openDues, spread, type Cells, type OpenDue } from './spread'

const methods: PaymentMethod[] = ['bank', 'cash', 'card', 'set_off']
const TYPING_MS = 250
const none: Cells = {}

interface Fields {
  amount: string
  value_date: string | null
  method: PaymentMethod
  payer_name: string
  bank_reference: string
}

interface Props {
  clientId: string | null
  /** Money that came for one invoice: it is paid first, and as much as it owes is offered. */
  invoice?: { id: string; open: string }
  onClose: () => void
}

/** Enters a payment: oldest due rows first, each share can be changed, what is left stays as an advance. */
export function PaymentDialog({ clientId: given, invoice, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const requestKey = useRequestKey()
  const place = useRef<HTMLFormElement>(null)
  const [clientId, setClientId] = useState(given)
  const [fields, setFields] = useState<Fields>({
    amount: typedForm(invoice?.open ?? ''), value_date: today(), method: 'bank', payer_name: '', bank_reference: '',
  })
  const [oldestFirst, setOldestFirst] = useState(invoice === undefined)
  const [typed, setTyped] = useState<Cells | null>(null)
  const [tried, setTried] = useState(false)
  const set = (part: Partial<Fields>): void => setFields((now) => ({ ...now, ...part }))
  useEffect(() => {
    // Whose payment it is stands already: typing begins with the amount.
    if (given) place.current?.querySelector<HTMLInputElement>('[name=amount]')?.select()
  }, [given])

  const read = readDecimal(fields.amount, 2)
  const amount = read === null || read.startsWith('-') ? 0n : cents(read)
  const open = useQuery({
    queryKey: ['invoices', 'open', clientId],
    queryFn: ({ signal }) => getInvoices({ client_id: [clientId ?? ''], status: 'open' }, '', 1000, signal),
    enabled: clientId !== null,
    staleTime: 0,
  })
  const dues = useMemo(() => {
    const all = openDues(open.data?.invoices ?? [], today())
    const isOwn = (due: OpenDue): boolean => due.invoiceId === invoice?.id
    // What the money came for stands first, whatever is older.
    return [...all.filter(isOwn), ...all.filter((due) => !isOwn(due))]
  }, [open.data, invoice?.id])
  const wanted = useDelayed(amount, TYPING_MS)
  const proposal = useQuery({
    queryKey: ['invoices', 'proposal', clientId, fromCents(wanted)],
    queryFn: ({ signal }) => proposeAllocation(clientId ?? '', fromCents(wanted), signal),
    enabled: clientId !== null && wanted > 0n && oldestFirst,
    // Of the same client the old shares may stand until the new ones come.
    placeholderData: (before, query) => (query?.queryKey[2] === clientId ? before : undefined),
  })
  const proposed = oldestFirst ? (proposal.data && amount > 0n ? cellsOf(proposal.data) : none) : fill(dues.filter((due) => due.invoiceId === invoice?.id), amount)
  const cells = typed ?? proposed
  const { allocated, left, wrong, targets } = spread(dues, cells, amount)
  const settling = typed === null && oldestFirst && (wanted !== amount || proposal.isPlaceholderData)

  const save = useMutation({
    mutationFn: (draft: PaymentDraft) => createPayment(draft, requestKey(draft)),
    onSuccess: (payment) => {
      void refreshMoney(queries, payment.client_id)
      const rest = payment.unallocated
      showToast(cents(rest.amount) > 0n ? t('payment.savedLeft', { amount: formatMoney(rest, i18n.language) }) : t('payment.saved'))
      onClose()
    },
  })
  const sent = save.variables?.allocations ?? []
  const refused = serverComplaints(save.error instanceof ApiError ? save.error.fields : [])
  const takenReference = save.error instanceof ApiError && save.error.reason === 'BANK_REFERENCE_TAKEN'
  const refusedShares = new Map(
    sent.flatMap((target, i) => {
      const refusal = refused.get(`allocations.${i}.amount`)
      return refusal ? [[target.due_id ?? '', ruleText(refusal, t)] as const] : []
    }),
  )
  const hint = (name: keyof Fields, complaint?: string | false): Hint | undefined => {
    const refusal = refused.get(name)
    const text = refusal ? ruleText(refusal, t) : complaint && t(complaint)
    return text ? { tone: 'attention', text } : undefined
  }
  const submit = (): void => {
    setTried(true)
    const { value_date, method, payer_name, bank_reference } = fields
    if (clientId === null || value_date === null || amount <= 0n || left < 0n || wrong.size > 0 || settling || save.isPending) return
    save.mutate({
      client_id: clientId, value_date, method, payer_name: payer_name.trim(), bank_reference: bank_reference.trim(), amount: euros(amount), allocations: targets,
    })
  }
  return (
    <Dialog
      wide
      title={t('payment.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={save.isPending} onClick={submit}>
            {t('payment.save')}
          </Button>
        </>
      }
    >
      <form
        ref={place}
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {save.error && !takenReference && <p className={form.warning} role="alert">{reasonText(save.error, t)}</p>}
        <div className={form.wide}>
          <ClientPicker
            label={t('field.client')}
            clientId={clientId}
            onClient={(id) => {
              setClientId(id)
              setTyped(null)
            }}
          />
        </div>
        <TextField required name="amount" inputMode="decimal" autoComplete="off" label={t('payment.amount')} value={fields.amount} onText={(text) => set({ amount: text })} hint={hint('amount', (tried || fields.amount !== '') && amount <= 0n && 'validation.amount')} />
        <DayField required label={t('payment.value_date')} value={fields.value_date} onDay={(day) => set({ value_date: day })} hint={hint('value_date', tried && fields.value_date === null && 'validation.required')} />
        <TextField maxLength={200} label={t('payment.payer_name')} value={fields.payer_name} onText={(text) => set({ payer_name: text })} hint={hint('payer_name')} />
        <TextField mono maxLength={140} label={t('payment.bank_reference')} value={fields.bank_reference} onText={(text) => set({ bank_reference: text })} hint={hint('bank_reference', takenReference && 'reason.BANK_REFERENCE_TAKEN')} />
        <SelectField label={t('payment.method')} value={fields.method} choices={methods.map((value) => ({ value, label: t(`paymentMethod.${value}`) }))} onText={(value) => set({ method: value as PaymentMethod })} />
        <button type="submit" hidden />
      </form>
      {clientId !== null && (
        <AllocationTable
          dues={dues}
          loading={open.isPending}
          error={open.error ?? proposal.error}
          cells={cells}
          complaintOf={(id) => refusedShares.get(id) ?? (wrong.has(id) ? t(wrong.get(id) ?? '') : undefined)}
          sums={amount > 0n ? { allocated, left } : null}
          settling={settling}
          onCells={setTyped}
          onOldestFirst={() => {
            setTyped(null)
            setOldestFirst(true)
          }}
          isProposed={typed === null && oldestFirst}
          onEnter={submit}
        />
      )}
    </Dialog>
  )
}
