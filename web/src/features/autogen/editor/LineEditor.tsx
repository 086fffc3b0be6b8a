import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../../app/keys'
import { Banner } from '../../../components/Banner'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import type { Hint } from '../../../components/Field'
import { Kbd } from '../../../components/Kbd'
import { showToast } from '../../../components/toast'
import { ApiError } from '../../../lib/api/http'
import type { AutogenLine } from '../../../lib/api/types'
import { serverComplaints } from '../../../lib/complaints'
import { reasonText, ruleText } from '../../../lib/reasons'
import { useRequestKey } from '../../../lib/useRequestKey'
import css from '../../invoices/editor/InvoiceEditor.module.css'
import { getPeriods } from '../api/ledger'
import { createLine, updateLine } from '../api/lines'
import { refreshAutogen } from '../refresh'
import { wrongPlaceholder } from '../template'
import { bodyOf, complaintsOf, isChanged, patchOf, placeInForm, typedOf, type Typed } from './draft'
import { LineFields } from './LineFields'
import own from './LineEditor.module.css'
import { LinePreview } from './LinePreview'

const isLine = (value: unknown): value is AutogenLine => typeof value === 'object' && value !== null && 'etag' in value && 'template' in value

/** What the server refused, by field of the form. */
function refusals(error: unknown): Map<string, (t: Parameters<typeof ruleText>[1]) => string> {
  const out = new Map<string, (t: Parameters<typeof ruleText>[1]) => string>()
  if (!(error instanceof ApiError)) return out
  for (const [path, problem] of serverComplaints(error.fields)) out.set(placeInForm(path), (t) => ruleText(problem, t))
  if (out.size === 0 && error.metadata.field) out.set(placeInForm(error.metadata.field), (t) => reasonText(error, t))
  return out
}

/** Writes a line: beside the form stands what its invoices will say. */
export function LineEditor({ line, start }: { line: AutogenLine | null; start: Typed }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const requestKey = useRequestKey()
  const [ground, setGround] = useState(line)
  const [base, setBase] = useState(start)
  const [draft, setDraft] = useState(start)
  const [theirs, setTheirs] = useState<AutogenLine | null>(null)
  const [showAll, setShowAll] = useState(false)
  const [discarding, setDiscarding] = useState(false)
  const local = useMemo(() => complaintsOf(draft), [draft])
  const dirty = isChanged(base, draft)
  const lineId = line?.id
  const ledger = useQuery({
    queryKey: ['autogen', 'periods', 'any', lineId],
    queryFn: ({ signal }) => getPeriods({ line_id: lineId }, '', 1, signal),
    enabled: lineId !== undefined,
  })

  const save = useMutation({
    mutationFn: ({ to, typed }: { to: AutogenLine | null; typed: Typed }) => {
      if (to) return updateLine(to, patchOf(base, typed))
      const body = bodyOf(typed)
      return createLine(body, requestKey(body))
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409 && isLine(error.current)) setTheirs(error.current)
      else showToast(`${t('editor.notSaved')} ${reasonText(error, t)}`, { tone: 'attention' })
    },
  })
  const refused = useMemo(() => (save.variables?.typed === draft ? refusals(save.error) : new Map<string, never>()), [draft, save.error, save.variables])
  const hint = (path: string): Hint | undefined => {
    const complaint = local.get(path)
    if (complaint && (showAll || complaint !== 'validation.required')) {
      return { tone: 'attention', text: t(complaint, { text: wrongPlaceholder(draft.template) }) }
    }
    const refusal = refused.get(path)
    return refusal && { tone: 'attention', text: refusal(t) }
  }
  const open = (id: string): void => void navigate({ to: '/autogen/$id', params: { id }, replace: true })
  const submit = (close: boolean, to: AutogenLine | null = ground): void => {
    setShowAll(true)
    if (save.isPending) return
    if (local.size > 0) {
      showToast(t('editor.fixFirst'), { tone: 'attention' })
      requestAnimationFrame(() => document.querySelector<HTMLElement>('main [aria-invalid]')?.focus())
      return
    }
    if (to && !dirty) {
      if (close) open(to.id)
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
          void refreshAutogen(queries)
          if (close) open(saved.id)
          else if (!to) void navigate({ to: '/autogen/$id/edit', params: { id: saved.id }, replace: true })
        },
      },
    )
  }
  const leave = (): void => {
    if (ground) open(ground.id)
    else void navigate({ to: '/autogen', search: draft.client_id ? { client: draft.client_id } : {} })
  }
  const cancel = (): void => {
    if (dirty) setDiscarding(true)
    else leave()
  }
  const takeTheirs = (): void => {
    if (!theirs) return
    setGround(theirs)
    setBase(typedOf(theirs))
    setDraft(typedOf(theirs))
    setTheirs(null)
  }
  useKeys({ 'Ctrl+s': () => submit(false), 'Ctrl+Enter': () => submit(true), Escape: cancel })
  return (
    <main className={css.page}>
      <h1>{t(line ? 'autogen.editTitle' : 'autogen.new')}</h1>
      {theirs && (
        <Banner
          action={
            <>
              <Button small onClick={takeTheirs}>
                {t('invoice.takeTheirs')}
              </Button>
              <Button small onClick={() => submit(false, theirs)}>
                {t('invoice.keepMine')}
              </Button>
            </>
          }
        >
          {t('autogen.lineConflict')}
        </Banner>
      )}
      <div className={own.columns}>
        <LineFields
          draft={draft}
          onDraft={(part) => setDraft((now) => ({ ...now, ...part }))}
          isNew={line === null}
          isStarted={(ledger.data?.periods.length ?? 0) > 0}
          hint={hint}
        />
        <LinePreview draft={draft} isNew={line === null} />
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
          <p>{t('autogen.discardText')}</p>
        </Dialog>
      )}
    </main>
  )
}
