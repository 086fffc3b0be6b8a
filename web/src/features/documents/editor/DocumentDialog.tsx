import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import { AreaField, DayField, SelectField, TextField, type Hint } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import { ApiError } from '../../../lib/api/http'
import type { Document, DocumentType } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { reasonText, ruleText } from '../../../lib/reasons'
import { getAllUnits } from '../../card/api/units'
import { changedKeys, documentTypes, draftOf, newDraft, nextVersionOf, titleOf, type DocumentDraft } from '../draft'
import { useRemove } from '../useRemove'
import { ClientsField } from './ClientsField'
import { ContentField } from './ContentField'
import css from './DocumentDialog.module.css'
import { useSave } from './useSave'

/** A new document of a client, a change of one, or the one that comes in its place. */
export type Beginning = { clientId: string; type?: DocumentType } | { document: Document } | { supersedes: Document }

interface Props {
  beginning: Beginning
  onClose: () => void
  onSaved?: (document: Document) => void
}

const isDocument = (value: unknown): value is Document => typeof value === 'object' && value !== null && 'etag' in value && 'client_ids' in value
const first = (beginning: Beginning): DocumentDraft =>
  'document' in beginning ? draftOf(beginning.document) : 'supersedes' in beginning ? nextVersionOf(beginning.supersedes) : newDraft(beginning.clientId, beginning.type)

/** Enters or changes a document. What somebody else changed meanwhile is shown, and mine stays on top of it. */
export function DocumentDialog({ beginning, onClose, onSaved }: Props) {
  const { t } = useTranslation()
  const [base, setBase] = useState('document' in beginning ? beginning.document : null)
  const [before, setBefore] = useState(() => first(beginning))
  const [draft, setDraft] = useState(before)
  const [theirs, setTheirs] = useState<readonly (keyof DocumentDraft)[]>([])
  const [file, setFile] = useState<File | null>(null)
  const { save, sent } = useSave((document) => {
    onClose()
    onSaved?.(document)
  })
  const remove = useRemove()
  const failure = save.error ?? remove.error
  const set = <K extends keyof DocumentDraft>(key: K, value: DocumentDraft[K]): void => setDraft((now) => ({ ...now, [key]: value }))
  const units = useQueries({
    queries: draft.client_ids.map((id) => ({ queryKey: ['units', id], queryFn: ({ signal }: { signal: AbortSignal }) => getAllUnits(id, signal), staleTime: 60_000 })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  })
  const supersedesId = base ? base.supersedes_id : 'supersedes' in beginning ? beginning.supersedes.id : null
  const changed = changedKeys(before, draft)
  const early = draft.valid_from !== null && draft.valid_to !== null && draft.valid_to < draft.valid_from
  const hasContent = base ? base.file !== null || draft.url.trim() !== '' : file !== null || draft.url.trim() !== ''
  const ready = draft.title.trim() !== '' && hasContent && !early && (base === null || changed.length > 0) && !save.isPending

  const run = (): void => {
    if (!ready) return
    save.mutate(
      { draft, file: base ? null : file, supersedesId, base },
      {
        onError: (error) => {
          const now = error instanceof ApiError ? error.current : undefined
          if (!isDocument(now)) return
          setTheirs(changedKeys(before, draftOf(now)))
          setDraft({ ...draftOf(now), ...Object.fromEntries(changed.map((key) => [key, draft[key]])) })
          setBefore(draftOf(now))
          setBase(now)
        },
      },
    )
  }
  const shown = (key: keyof DocumentDraft): string => {
    const value = before[key]
    if (key === 'type') return t(`documents.type.${before.type}`)
    if (key === 'unit_id') return units.find(({ id }) => id === value)?.name ?? ''
    return formatDay(String(value ?? ''))
  }
  const hint = (key: keyof DocumentDraft): Hint | undefined => {
    const found = save.error instanceof ApiError ? save.error.fields.find(({ field }) => field.endsWith(key)) : undefined
    if (found) return { tone: 'attention', text: ruleText(found, t) }
    if (key === 'valid_to' && early) return { tone: 'attention', text: t('validation.endBeforeStart') }
    return theirs.includes(key) ? { tone: 'attention', text: `${t('conflict.theirs')}: ${shown(key) || t('conflict.noRow')}` } : undefined
  }
  const onFile = (chosen: File | null): void => {
    setFile(chosen)
    if (chosen && draft.title.trim() === '') set('title', titleOf(chosen.name))
  }
  const title = base ? t('documents.edit', { title: base.title }) : 'supersedes' in beginning ? t('documents.newVersionOf', { title: beginning.supersedes.title }) : t('documents.new')
  return (
    <Dialog
      wide
      title={title}
      onClose={onClose}
      onConfirm={run}
      footer={
        <>
          {base && (
            <Button look="ghost" icon="trash" className={css.delete} disabled={remove.isPending} onClick={() => remove.mutate(base, { onSuccess: onClose })}>
              {t('action.delete')}
            </Button>
          )}
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={!ready} onClick={run}>
            {t('action.save')}
          </Button>
        </>
      }
    >
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        {failure && (
          <p className={form.warning} role="alert">
            {reasonText(failure, t)}
          </p>
        )}
        {!base && <ContentField file={file} onFile={onFile} url={draft.url} onUrl={(url) => set('url', url)} urlHint={hint('url')} sent={sent} />}
        {base && base.file === null && <TextField wide required type="url" maxLength={2000} label={t('documents.field.url')} value={draft.url} onText={(v) => set('url', v)} hint={hint('url')} />}
        <TextField wide autoFocus required maxLength={300} label={t('documents.field.title')} value={draft.title} onText={(v) => set('title', v)} hint={hint('title')} />
        <SelectField
          label={t('documents.field.type')}
          value={draft.type}
          choices={documentTypes.map((value) => ({ value, label: t(`documents.type.${value}`) }))}
          onText={(v) => set('type', v as DocumentType)}
          hint={hint('type')}
        />
        <TextField maxLength={100} label={t('documents.field.number')} value={draft.number} onText={(v) => set('number', v)} hint={hint('number')} />
        <DayField label={t('documents.field.dated_on')} value={draft.dated_on} onDay={(day) => set('dated_on', day)} hint={hint('dated_on')} />
        <SelectField
          label={t('documents.field.unit_id')}
          value={draft.unit_id ?? ''}
          choices={[{ value: '', label: t('documents.wholeClient') }, ...units.map(({ id, name }) => ({ value: id, label: name }))]}
          onText={(v) => set('unit_id', v || null)}
          hint={hint('unit_id')}
        />
        <DayField label={t('documents.field.valid_from')} value={draft.valid_from} onDay={(day) => set('valid_from', day)} hint={hint('valid_from')} />
        <DayField label={t('documents.field.valid_to')} value={draft.valid_to} onDay={(day) => set('valid_to', day)} hint={hint('valid_to')} />
        <ClientsField
          clientIds={draft.client_ids}
          onClientIds={(ids) => {
            set('client_ids', ids)
            const unit = units.find(({ id }) => id === draft.unit_id)
            if (unit && !ids.includes(unit.client_id)) set('unit_id', null)
          }}
        />
        <AreaField maxLength={5000} label={t('documents.field.note')} value={draft.note} onText={(v) => set('note', v)} hint={hint('note')} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
