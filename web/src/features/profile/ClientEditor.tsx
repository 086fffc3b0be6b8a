import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import type { Hint } from '../../components/Field'
import { showToast } from '../../components/toast'
import { ApiError } from '../../lib/api/http'
import { getSettings } from '../../lib/api/settings'
import type { Check, Client } from '../../lib/api/types'
import { serverComplaints } from '../../lib/complaints'
import { formatInstant } from '../../lib/format'
import { reasonText, ruleText } from '../../lib/reasons'
import { checkable, useChecks } from './checks'
import css from './ClientEditor.module.css'
import { ConflictDialog } from './ConflictDialog'
import { DiscardDialog } from './DiscardDialog'
import { changedKeys, draftOf, emptyDraft, type Draft } from './draft'
import { Duplicates } from './Duplicates'
import { FormContext, type Form } from './form'
import { merge, type Merged } from './merge'
import { SaveBar } from './SaveBar'
import { SectionIndex } from './SectionIndex'
import { Addresses } from './sections/Addresses'
import { Bank } from './sections/Bank'
import { Contacts } from './sections/Contacts'
import { Grouping } from './sections/Grouping'
import { Identity } from './sections/Identity'
import { Notes } from './sections/Notes'
import { Registration } from './sections/Registration'
import { Settings } from './sections/Settings'
import { dropDraft, readDraft, storeDraft } from './stored'
import { useDraft } from './useDraft'
import { ConflictFound, groundOf, useSave, type Ground } from './useSave'
import { complaintsOf, countBySection, sections, type SectionName } from './validate'

const bodies: Record<SectionName, () => React.ReactNode> = {
  identity: Identity, registration: Registration, addresses: Addresses, contacts: Contacts, bank: Bank, grouping: Grouping, settings: Settings, notes: Notes,
}

interface Start {
  ground: Ground | null
  draft: Draft
  settings: Record<string, string | null>
  /** When the unfinished draft that was found was kept; null when there was none. */
  restoredAt: string | null
  conflict: OpenConflict | null
}

/** What must be decided, and what the edit stands on afterwards. Until then it stands on what was first read. */
interface OpenConflict {
  merged: Merged
  ground: Ground
}

/** What to begin with: the client, or the unfinished draft of it brought up to date. */
function startOf(client: Client | null, prefill: Draft | null): Start {
  const ground = client ? groundOf(client) : null
  const fresh = ground?.base ?? prefill ?? emptyDraft
  const found = prefill ? null : readDraft(client?.id ?? null)
  if (!found) return { ground, draft: fresh, settings: {}, restoredAt: null, conflict: null }
  const merged = ground && found.etag !== ground.etag ? merge(found.base, found.draft, ground.base) : null
  const kept = { settings: found.settings, restoredAt: found.savedAt }
  if (ground && merged && found.etag !== null && merged.conflicts.length > 0) {
    return { ...kept, ground: { id: ground.id, etag: found.etag, base: found.base }, draft: found.draft, conflict: { merged, ground } }
  }
  return { ...kept, ground, draft: merged?.draft ?? found.draft, conflict: null }
}

function checkHint(check: Check | undefined, typed: string, isNumber: boolean, t: TFunction): Hint | undefined {
  if (!check) return undefined
  if (check.state === 'invalid') return { tone: 'attention', text: t('validation.invalid') }
  if (check.state === 'suspect') return { tone: 'attention', text: t('validation.suspect') }
  if (check.bank) return { tone: 'good', text: [check.bank, check.bic].filter(Boolean).join(' · ') }
  if (check.shown !== typed.trim()) return { tone: 'good', text: t('validation.valid', { shown: check.shown }) }
  return isNumber ? { tone: 'good', text: t('check.valid') } : undefined
}

/** The whole profile of a client on one page. */
export function ClientEditor({ client, prefill = null }: { client: Client | null; prefill?: Draft | null }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [start] = useState(() => startOf(client, prefill))
  const [ground, setGround] = useState(start.ground)
  const [restoredAt, setRestoredAt] = useState(start.restoredAt)
  const [conflict, setConflict] = useState(start.conflict)
  const [settingChanges, setSettingChanges] = useState(start.settings)
  const [discarding, setDiscarding] = useState(false)
  const [showAll, setShowAll] = useState(false)
  const [reason, setReason] = useState('')
  const changers = useDraft(start.draft)
  const { draft, replace } = changers
  const id = ground?.id ?? null
  const base = ground?.base ?? emptyDraft
  const save = useSave()
  const checks = useChecks(draft)
  const settings = useQuery({
    queryKey: ['settings', id ? 'client' : 'company', id],
    queryFn: ({ signal }) => getSettings(id ? 'client' : 'company', id, signal),
  })
  const changed = useMemo(() => changedKeys(base, draft), [base, draft])
  const dirty = changed.length > 0 || Object.keys(settingChanges).length > 0
  const local = useMemo(() => complaintsOf(draft), [draft])
  const refused = useMemo(
    () => serverComplaints(save.error instanceof ApiError && save.variables?.draft === draft ? save.error.fields : []),
    [save.error, save.variables, draft],
  )

  useEffect(() => {
    if (!dirty) dropDraft(id)
    else if (!prefill || changed.length > 0) {
      storeDraft(id, { etag: ground?.etag ?? null, base, draft, settings: settingChanges, savedAt: new Date().toISOString() })
    }
  }, [base, changed.length, dirty, draft, ground?.etag, id, prefill, settingChanges])

  const wrong = [...new Set([
    ...[...local.keys()].filter((path) => showAll || local.get(path) !== 'validation.required'),
    ...[...checks].filter(([, check]) => check.state === 'invalid').map(([path]) => path),
    ...refused.keys(),
  ])]
  const leave = (clientId: string | null): void => {
    if (clientId) void navigate({ to: '/clients/$id', params: { id: clientId }, replace: true })
    else void navigate({ to: '/' })
  }
  const submit = (draftNow: Draft, groundNow: Ground | null, close: boolean): void => {
    setShowAll(true)
    const complaint = [...complaintsOf(draftNow).keys()][0]
    if (complaint !== undefined) {
      showToast(t('editor.fixFirst'), { tone: 'attention' })
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid]')?.focus())
      return
    }
    if (save.isPending) return
    save.mutate(
      { ground: groundNow, draft: draftNow, settings: settingChanges, reason: reason.trim() },
      {
        onSuccess: (saved) => {
          dropDraft(groundNow?.id ?? null)
          setGround(groundOf(saved))
          replace(draftOf(saved))
          setSettingChanges({})
          setReason('')
          setRestoredAt(null)
          setShowAll(false)
          showToast(t('saved'))
          if (close) leave(saved.id)
          else if (!groundNow) void navigate({ to: '/clients/$id/edit', params: { id: saved.id }, replace: true })
        },
        onError: (error) => {
          if (error instanceof ConflictFound) setConflict({ merged: error.merged, ground: error.ground })
          else showToast(`${t('editor.notSaved')} ${reasonText(error, t)}`, { tone: 'attention' })
        },
      },
    )
  }
  const discard = (): void => {
    dropDraft(id)
    leave(id)
  }
  const cancel = (): void => {
    if (dirty) setDiscarding(true)
    else leave(id)
  }
  useKeys({
    'Ctrl+s': () => submit(draft, ground, false),
    'Ctrl+Enter': () => submit(draft, ground, true),
    Escape: cancel,
  })

  const typed = new Map(checkable(draft).map((item) => [item.path, item.value]))
  const form: Form = {
    ...changers,
    clientId: id,
    settings: settings.data?.settings ?? [],
    settingChanges,
    setSetting: (key, value) =>
      setSettingChanges(({ [key]: _old, ...rest }) => (value === undefined ? rest : { ...rest, [key]: value })),
    hint: (path) => {
      const refusal = refused.get(path)
      if (refusal) return { tone: 'attention', text: ruleText(refusal, t) }
      const complaint = local.get(path)
      if (complaint && (showAll || complaint !== 'validation.required')) return { tone: 'attention', text: t(complaint) }
      return checkHint(checks.get(path), typed.get(path) ?? '', path.startsWith('identifiers'), t)
    },
  }
  return (
    <FormContext.Provider value={form}>
      <main className={css.page}>
        <SectionIndex counts={countBySection(wrong)} title={client ? client.name_shown : t('client.new')} />
        <div className={css.form}>
          {restoredAt && dirty && (
            <Banner
              action={
                <Button small onClick={() => {
                  replace(base)
                  setSettingChanges({})
                  setRestoredAt(null)
                }}>
                  {t('editor.dropRestored')}
                </Button>
              }
            >
              {t('editor.restored', { time: formatInstant(restoredAt) })}
            </Banner>
          )}
          {sections.map((name) => {
            const Body = bodies[name]
            return (
              <section key={name} id={`section-${name}`} className={css.section} aria-labelledby={`title-${name}`}>
                <h2 id={`title-${name}`}>{t(`section.${name}`)}</h2>
                <Body />
              </section>
            )
          })}
        </div>
        <Duplicates draft={draft} base={ground?.base ?? null} clientId={id} />
        <SaveBar
          changed={changed}
          settings={Object.keys(settingChanges)}
          reason={reason}
          onReason={setReason}
          saving={save.isPending}
          onSave={(close) => submit(draft, ground, close)}
          onCancel={cancel}
        />
        {discarding && (
          <DiscardDialog base={base} draft={draft} changed={changed} settings={Object.keys(settingChanges)} onKeep={() => setDiscarding(false)} onDiscard={discard} />
        )}
        {conflict && (
          <ConflictDialog
            merged={conflict.merged}
            onClose={() => setConflict(null)}
            onResolved={(resolved) => {
              setConflict(null)
              setGround(conflict.ground)
              replace(resolved)
              submit(resolved, conflict.ground, false)
            }}
          />
        )}
      </main>
    </FormContext.Provider>
  )
}
