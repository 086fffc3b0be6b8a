import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { ClientPicker } from '../../../components/ClientPicker'
import { Dialog } from '../../../components/Dialog'
import { AreaField, CheckField, DayField, SelectField, TextField, type Hint } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import { ApiError } from '../../../lib/api/http'
import type { Unit, UnitKind } from '../../../lib/api/types'
import { fieldValue } from '../../../lib/fieldText'
import { reasonText, ruleText } from '../../../lib/reasons'
import { createUnit, updateUnit, type UnitDraft } from '../api/units'
import { refreshCard } from '../refresh'
import { possibleParents } from '../unitTree'

interface Props {
  clientId: string
  unit: Unit | null
  units: readonly Unit[]
  onClose: () => void
  onSaved: (unit: Unit) => void
}

const empty: UnitDraft = {
  name: '', kind: 'branch', code: '', parent_id: null, address: '', city: '', postcode: '', phone: '', opened_on: null,
  served: true, payer_client_id: null, note: '',
}
const draftKeys = Object.keys(empty) as (keyof UnitDraft)[]
const kinds: UnitKind[] = ['branch', 'department', 'site']
const draftOf = (unit: UnitDraft): UnitDraft => Object.fromEntries(draftKeys.map((key) => [key, unit[key]])) as unknown as UnitDraft
const isUnit = (value: unknown): value is Unit => typeof value === 'object' && value !== null && 'etag' in value && 'served' in value

/**
 * Enters a unit, or changes one: only what was changed is sent. When somebody else was faster, what they changed is shown and
 * mine stays on top of it; saving once more is then a choice.
 */
export function UnitEditor({ clientId, unit, units, onClose, onSaved }: Props) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [base, setBase] = useState(unit)
  const [theirs, setTheirs] = useState<readonly (keyof UnitDraft)[]>([])
  const before: UnitDraft = base ?? empty
  const [draft, setDraft] = useState(() => draftOf(before))
  const [requestId] = useState(() => crypto.randomUUID())
  const set = <K extends keyof UnitDraft>(key: K, value: UnitDraft[K]): void => setDraft((now) => ({ ...now, [key]: value }))
  const changes = Object.fromEntries(draftKeys.filter((key) => draft[key] !== before[key]).map((key) => [key, draft[key]])) as Partial<UnitDraft>
  const save = useMutation({
    mutationFn: () => (base ? updateUnit(base, changes) : createUnit(clientId, draft, requestId)),
    onSuccess: async (saved) => {
      await refreshCard(queries, clientId)
      onSaved(saved)
    },
    onError: (error) => {
      const now = error instanceof ApiError ? error.current : undefined
      if (!isUnit(now)) return
      setTheirs(draftKeys.filter((key) => now[key] !== before[key]))
      setDraft({ ...draftOf(now), ...changes })
      setBase(now)
    },
  })
  const hint = (key: keyof UnitDraft): Hint | undefined => {
    const found = save.error instanceof ApiError ? save.error.fields.find((x) => x.field.endsWith(key)) : undefined
    if (found) return { tone: 'attention', text: ruleText(found, t) }
    if (!theirs.includes(key)) return undefined
    const value = key === 'parent_id' ? (units.find((each) => each.id === before.parent_id)?.name ?? '') : String(before[key] ?? '')
    return { tone: 'attention', text: `${t('conflict.theirs')}: ${fieldValue(`units.${key}`, value, t) || t('conflict.noRow')}` }
  }
  const ready = draft.name.trim() !== '' && (unit === null || Object.keys(changes).length > 0)
  return (
    <Dialog
      wide
      title={unit ? t('units.edit', { name: unit.name }) : t('units.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={!ready || save.isPending} onClick={() => save.mutate()}>
            {t('action.save')}
          </Button>
        </>
      }
    >
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) save.mutate()
        }}
      >
        {save.error && <p className={form.warning}>{reasonText(save.error, t)}</p>}
        <TextField autoFocus required maxLength={255} label={t('field.name')} value={draft.name} onText={(v) => set('name', v)} hint={hint('name')} />
        <SelectField label={t('field.kind')} value={draft.kind} choices={kinds.map((value) => ({ value, label: t(`unitKind.${value}`) }))} onText={(v) => set('kind', v as UnitKind)} hint={hint('kind')} />
        <TextField mono maxLength={50} label={t('field.code')} value={draft.code} onText={(v) => set('code', v)} hint={hint('code')} />
        <SelectField
          label={t('field.parent_id')}
          value={draft.parent_id ?? ''}
          choices={[{ value: '', label: '—' }, ...possibleParents(units, unit?.id ?? null).map((each) => ({ value: each.id, label: each.name }))]}
          onText={(v) => set('parent_id', v === '' ? null : v)}
          hint={hint('parent_id')}
        />
        <TextField wide maxLength={500} label={t('field.address')} value={draft.address} onText={(v) => set('address', v)} hint={hint('address')} />
        <TextField maxLength={100} label={t('field.city')} value={draft.city} onText={(v) => set('city', v)} hint={hint('city')} />
        <TextField maxLength={16} label={t('field.postcode')} value={draft.postcode} onText={(v) => set('postcode', v)} hint={hint('postcode')} />
        <TextField type="tel" maxLength={100} label={t('field.phone')} value={draft.phone} onText={(v) => set('phone', v)} hint={hint('phone')} />
        <DayField label={t('field.opened_on')} value={draft.opened_on} onDay={(day) => set('opened_on', day)} hint={hint('opened_on')} />
        <ClientPicker label={t('field.payer_client_id')} clientId={draft.payer_client_id} onClient={(id) => set('payer_client_id', id)} />
        <CheckField label={t('field.served')} checked={draft.served} onChecked={(on) => set('served', on)} />
        <AreaField maxLength={2000} label={t('field.note')} value={draft.note} onText={(v) => set('note', v)} hint={hint('note')} />
      </form>
    </Dialog>
  )
}
