import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../../app/keys'
import { Banner } from '../../../components/Banner'
import { Button } from '../../../components/Button'
import { ClientPicker } from '../../../components/ClientPicker'
import { Dialog } from '../../../components/Dialog'
import { AreaField, DayField, SelectField, TextField, type Hint } from '../../../components/Field'
import { Kbd } from '../../../components/Kbd'
import { showToast } from '../../../components/toast'
import { ApiError } from '../../../lib/api/http'
import type { Invoice } from '../../../lib/api/types'
import { serverComplaints } from '../../../lib/complaints'
import { reasonText, ruleText } from '../../../lib/reasons'
import { getAllUnits } from '../../card/api/units'
import { createInvoice, updateInvoice } from '../api/drafts'
import { Sums } from '../document/Sums'
import { euros } from '../../../lib/decimal'
import { refreshMoney } from '../refresh'
import { useRequestKey } from '../../../lib/useRequestKey'
import { complaintsOf, bodyOf, isChanged, patchOf, placeInForm, totalsOfDraft, typedOf, type Typed } from './draft'
import { DuesEditor } from './DuesEditor'
import css from './InvoiceEditor.module.css'
import { LinesEditor } from './LinesEditor'

const isInvoice = (value: unknown): value is Invoice => typeof value === 'object' && value !== null && 'etag' in value && 'lines' in value

interface Ground {
  id: string
  etag: string
}

/** Writes a draft: what is typed is summed at once, by the rule of the service. */
export function InvoiceEditor({ invoice, start }: { invoice: Invoice | null; start: Typed }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const requestKey = useRequestKey()
  const [ground, setGround] = useState<Ground | null>(invoice)
  const [base, setBase] = useState(start)
  const [draft, setDraft] = useState(start)
  const [theirs, setTheirs] = useState<Invoice | null>(null)
  const [showAll, setShowAll] = useState(false)
  const [discarding, setDiscarding] = useState(false)
  const set = (part: Partial<Typed>): void => setDraft((now) => ({ ...now, ...part }))
  const units = useQuery({
    queryKey: ['units', draft.client_id],
    queryFn: ({ signal }) => getAllUnits(draft.client_id ?? '', signal),
    enabled: draft.client_id !== null,
    staleTime: 60_000,
  })
  const totals = useMemo(() => totalsOfDraft(draft), [draft])
  const local = useMemo(() => complaintsOf(draft), [draft])
  const dirty = isChanged(base, draft)

  const save = useMutation({
    mutationFn: ({ to, typed }: { to: Ground | null; typed: Typed }) => {
      if (to) return updateInvoice(to.id, to.etag, patchOf(base, typed))
      const body = bodyOf(typed)
      return createInvoice(body, requestKey(body))
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409 && isInvoice(error.current)) setTheirs(error.current)
      else showToast(`${t('editor.notSaved')} ${reasonText(error, t)}`, { tone: 'attention' })
    },
  })
  const refused = useMemo(() => {
    if (!(save.error instanceof ApiError) || save.variables?.typed !== draft) return new Map<string, Hint>()
    return new Map([...serverComplaints(save.error.fields)].map(([path, problem]) => [placeInForm(draft, path), { tone: 'attention', text: ruleText(problem, t) } satisfies Hint]))
  }, [draft, save.error, save.variables, t])
  const hint = (path: string): Hint | undefined => {
    const complaint = local.get(path)
    if (complaint && (showAll || complaint !== 'validation.required')) return { tone: 'attention', text: t(complaint) }
    return refused.get(path)
  }
  const submit = (close: boolean, to: Ground | null = ground): void => {
    setShowAll(true)
    if (save.isPending) return
    if (local.size > 0) {
      showToast(t('editor.fixFirst'), { tone: 'attention' })
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid]')?.focus())
      return
    }
    if (to && !dirty) {
      if (close) void navigate({ to: '/invoices/$id', params: { id: to.id } })
      return
    }
    save.mutate(
      { to, typed: draft },
      {
        onSuccess: (saved) => {
          setGround(saved)
          setBase(draft)
          setTheirs(null)
          setShowAll(false)
          showToast(t('saved'))
          void refreshMoney(queries, saved.client_id)
          if (close) void navigate({ to: '/invoices/$id', params: { id: saved.id }, replace: true })
          else if (!to) void navigate({ to: '/invoices/$id/edit', params: { id: saved.id }, replace: true })
        },
      },
    )
  }
  const leave = (): void => {
    if (ground) void navigate({ to: '/invoices/$id', params: { id: ground.id } })
    else void navigate({ to: '/invoices', search: draft.client_id ? { client: draft.client_id } : {} })
  }
  const cancel = (): void => {
    if (dirty) setDiscarding(true)
    else leave()
  }
  useKeys({ 'Ctrl+s': () => submit(false), 'Ctrl+Enter': () => submit(true), Escape: cancel })
  const { type, supplied_on, buyer_reference, note } = draft
  return (
    <main className={css.page}>
      <h1>{t(invoice ? 'invoice.editTitle' : 'invoices.new')}</h1>
      {theirs && (
        <Banner
          action={
            <>
              <Button
                small
                onClick={() => {
                  setGround(theirs)
                  setBase(typedOf(theirs))
                  setDraft(typedOf(theirs))
                  setTheirs(null)
                }}
              >
                {t('invoice.takeTheirs')}
              </Button>
              {theirs.status === 'draft' && (
                <Button
                  small
                  onClick={() => submit(false, theirs)}
                >
                  {t('invoice.keepMine')}
                </Button>
              )}
            </>
          }
        >
          {t(theirs.status === 'draft' ? 'invoice.draftConflict' : 'reason.INVOICE_ISSUED')}
        </Banner>
      )}
      <div className={css.head}>
        <div className={css.client}>
          <ClientPicker label={t('field.client')} clientId={draft.client_id} onClient={(id) => set({ client_id: id, unit_id: null })} />
          {hint('client_id') && <p className={css.wrong}>{hint('client_id')?.text}</p>}
        </div>
        <SelectField
          label={t('field.unit_id')}
          value={draft.unit_id ?? ''}
          choices={[{ value: '', label: t('invoice.wholeClient') }, ...(units.data ?? []).filter((unit) => unit.active || unit.id === draft.unit_id).map((unit) => ({ value: unit.id, label: unit.name }))]}
          onText={(id) => set({ unit_id: id === '' ? null : id })}
          hint={hint('unit_id')}
        />
        <SelectField
          label={t('field.kind')}
          value={type}
          choices={(['invoice', 'advance'] as const).map((value) => ({ value, label: t(`invoiceType.${value}`) }))}
          onText={(value) => set({ type: value === 'advance' ? 'advance' : 'invoice' })}
        />
        <DayField label={t('invoice.supplied_on')} value={supplied_on} onDay={(day) => set({ supplied_on: day })} hint={hint('supplied_on')} />
        <TextField maxLength={200} label={t('invoice.buyer_reference')} value={buyer_reference} onText={(text) => set({ buyer_reference: text })} hint={hint('buyer_reference')} />
      </div>
      <LinesEditor lines={draft.lines} suppliedOn={supplied_on} onLines={(lines) => set({ lines })} focused={start.client_id !== null} hint={hint} />
      <div className={css.foot}>
        <div className={css.rest}>
          <DuesEditor dues={draft.dues} gross={totals.gross} onDues={(dues) => set({ dues })} hint={hint} />
          <AreaField maxLength={2000} label={t('invoice.note')} value={note} onText={(text) => set({ note: text })} hint={hint('note')} />
        </div>
        <div aria-live="polite">
          <Sums
            invoice={{
              net: euros(totals.net),
              gross: euros(totals.gross),
              vat_totals: totals.vatSums.map((sum) => ({ category: sum.category, rate: sum.rate, base: euros(sum.base), tax: euros(sum.tax) })),
            }}
          />
        </div>
      </div>
      <div className={css.bar} role="region" aria-label={t('editor.saveBar')}>
        <Button look="ghost" onClick={cancel}>
          {t('action.cancel')} <Kbd keys="Esc" />
        </Button>
        <Button disabled={save.isPending || (ground !== null && !dirty)} onClick={() => submit(false)}>
          {t('action.save')} <Kbd keys="Ctrl S" />
        </Button>
        <Button look="primary" disabled={save.isPending} onClick={() => submit(true)}>
          {t('action.saveClose')} <Kbd keys="Ctrl Enter" />
        </Button>
      </div>
      {discarding && (
        <Dialog
          title={t('discard.title')}
          onClose={() => setDiscarding(false)}
          footer={
            <>
              <Button onClick={leave}>{t('discard.discard')}</Button>
              <Button look="primary" autoFocus onClick={() => setDiscarding(false)}>
                {t('discard.keep')}
              </Button>
            </>
          }
        >
          <p>{t('invoice.discardText')}</p>
        </Dialog>
      )}
    </main>
  )
}
