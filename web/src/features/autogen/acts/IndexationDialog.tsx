import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { ClientPicker } from '../../../components/ClientPicker'
import { DayField, SelectField, TextField } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import { today } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { useAct } from '../../../lib/useAct'
import { useDelayed } from '../../../lib/useDelayed'
import { useRequestKey } from '../../../lib/useRequestKey'
import { applyIndexation, previewIndexation } from '../api/indexations'
import { indexationOf, type TypedIndexation } from '../indexing'
import { refreshAutogen } from '../refresh'
import { IndexedLines } from './IndexedLines'

const ASK_AFTER_MS = 300

/** The first day of next year: prices are mostly raised with it. */
const nextYear = (): string => `${Number(today().slice(0, 4)) + 1}-01-01`

/** Which lines, by how much, from when; every price is seen before it is changed. */
export function IndexationDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<TypedIndexation>({ by: 'percent', value: '', from: nextYear(), client_id: null, service: '' })
  const set = (part: Partial<TypedIndexation>): void => setTyped((now) => ({ ...now, ...part }))
  const change = indexationOf(typed)
  const text = JSON.stringify(change)
  const asked = useDelayed(text, ASK_AFTER_MS)
  const preview = useQuery({
    queryKey: ['autogen', 'indexation-preview', asked],
    queryFn: ({ signal }) => previewIndexation(JSON.parse(asked) as NonNullable<typeof change>, signal),
    enabled: asked !== 'null',
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  })
  const requestKey = useRequestKey()
  const act = useAct((what: NonNullable<typeof change>) => applyIndexation(what, requestKey(what)), t('autogen.indexed'), refreshAutogen)
  // Nothing is changed that was not seen: the preview must be of what is typed now.
  const isSeen = change !== null && asked === text && preview.data !== undefined && !preview.isFetching && !preview.error
  const count = preview.data?.count ?? 0
  return (
    <ActDialog
      wide
      title={t('autogen.newIndexation')}
      text={t('autogen.indexationText')}
      act={isSeen ? t('autogen.applyIndexation', { count }) : t('autogen.apply')}
      error={act.error}
      pending={act.isPending}
      ready={isSeen && count > 0}
      onAct={() => {
        if (change) act.mutate(change, { onSuccess: onClose })
      }}
      onClose={onClose}
    >
      <SelectField
        label={t('autogen.indexation.by')}
        value={typed.by}
        choices={(['percent', 'amount'] as const).map((value) => ({ value, label: t(`autogen.indexation.${value}`) }))}
        onText={(value) => set({ by: value === 'amount' ? 'amount' : 'percent' })}
      />
      <TextField
        required
        inputMode="decimal"
        label={t(`autogen.indexation.${typed.by}`)}
        value={typed.value}
        onText={(value) => set({ value })}
        hint={
          typed.value.trim() !== '' && indexationOf({ ...typed, from: nextYear() }) === null
            ? { tone: 'attention', text: t(`autogen.indexation.wrong.${typed.by}`) }
            : { tone: 'plain', text: t('autogen.indexation.lower') }
        }
      />
      <DayField required label={t('autogen.indexation.from')} value={typed.from} onDay={(from) => set({ from })} hint={{ tone: 'plain', text: t('autogen.priceFromHint') }} />
      <TextField maxLength={100} label={t('autogen.field.service')} placeholder={t('autogen.indexation.allServices')} value={typed.service} onText={(service) => set({ service })} hint={{ tone: 'plain', text: t('autogen.indexation.wholeName') }} />
      <div className={form.wide}>
        <ClientPicker label={t('field.client')} clientId={typed.client_id} onClient={(client_id) => set({ client_id })} />
      </div>
      <div className={form.wide} aria-live="polite" aria-busy={preview.isFetching}>
        {change === null ? (
          <p className="quiet">{t('autogen.indexation.typeFirst')}</p>
        ) : preview.error ? (
          <p className={form.warning} role="alert">
            {reasonText(preview.error, t)}
          </p>
        ) : preview.data ? (
          <IndexedLines preview={preview.data} outdated={!isSeen} />
        ) : (
          <p className="quiet">{t('loading')}</p>
        )}
      </div>
    </ActDialog>
  )
}
