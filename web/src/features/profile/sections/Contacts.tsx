import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { CheckField, SelectField, TextField } from '../../../components/Field'
import type { Channel, ChannelKind, ChannelPurpose, Contact } from '../../../lib/api/types'
import { getAllUnits } from '../../card/api/units'
import { newRowId } from '../draft'
import { useForm } from '../form'
import { AddButton, Rows } from './Rows'
import css from './sections.module.css'

const kinds: ChannelKind[] = ['phone', 'email', 'www']
const purposes: ChannelPurpose[] = ['general', 'invoices', 'statements', 'visits']
const inputType: Record<ChannelKind, string> = { phone: 'tel', email: 'email', www: 'url' }

const contact = (primary: boolean): Contact => ({
  id: newRowId(), name: '', role: '', phone: '', email: '', unit_id: null, primary, active: true, note: '',
})

export function Contacts() {
  const { t } = useTranslation()
  const { draft, clientId, setRow, addRow, removeRow, makePrimary, hint } = useForm()
  const units = useQuery({
    queryKey: ['card', clientId, 'units'],
    queryFn: ({ signal }) => getAllUnits(clientId ?? '', signal),
    enabled: clientId !== null,
  })
  const channel = (kind: ChannelKind): Channel => ({
    id: newRowId(), kind, value: '', normal: '', purpose: 'general', primary: !draft.channels.some((x) => x.kind === kind), note: '', bounced_at: null,
  })
  return (
    <>
      <Rows
        rows={draft.channels}
        nameOf={(row) => t(`channel.${row.kind}`)}
        onRemove={(i) => removeRow('channels', i)}
        add={kinds.map((kind) => (
          <AddButton key={kind} onClick={() => addRow('channels', channel(kind))}>
            {t(`channel.${kind}`)}
          </AddButton>
        ))}
      >
        {(row, i) => (
          <>
            <div className={css.third}>
              <TextField required type={inputType[row.kind]} maxLength={2000} label={t(`channel.${row.kind}`)} value={row.value} onText={(v) => setRow('channels', i, { value: v })} hint={hint(`channels.${i}.value`)} />
            </div>
            <div className={css.quarter}>
              <SelectField label={t('field.purpose')} value={row.purpose} choices={purposes.map((value) => ({ value, label: t(`purpose.${value}`) }))} onText={(v) => setRow('channels', i, { purpose: v as ChannelPurpose })} />
            </div>
            <div className={css.quarter}>
              <TextField maxLength={100} label={t('field.note')} value={row.note} onText={(v) => setRow('channels', i, { note: v })} hint={hint(`channels.${i}.note`)} />
            </div>
            <div style={{ gridColumn: 'span 2', alignSelf: 'start', marginTop: 20 }}>
              <CheckField label={t('field.primary')} checked={row.primary} onChecked={(on) => (on ? makePrimary('channels', i) : setRow('channels', i, { primary: false }))} />
            </div>
          </>
        )}
      </Rows>
      <div style={{ height: 12 }} />
      <Rows
        rows={draft.contacts}
        nameOf={(row) => row.name || t('card.contact')}
        onRemove={(i) => removeRow('contacts', i)}
        add={<AddButton onClick={() => addRow('contacts', contact(draft.contacts.length === 0))}>{t('card.contact')}</AddButton>}
      >
        {(row, i) => (
          <>
            <TextField required maxLength={150} label={t('field.contactName')} value={row.name} onText={(v) => setRow('contacts', i, { name: v })} hint={hint(`contacts.${i}.name`)} />
            <TextField maxLength={100} label={t('field.role')} value={row.role} onText={(v) => setRow('contacts', i, { role: v })} />
            <SelectField
              label={t('field.unit_id')}
              value={row.unit_id ?? ''}
              choices={[{ value: '', label: '—' }, ...(units.data ?? []).filter((x) => x.active || x.id === row.unit_id).map((x) => ({ value: x.id, label: x.name }))]}
              onText={(v) => setRow('contacts', i, { unit_id: v === '' ? null : v })}
            />
            <TextField type="tel" maxLength={100} label={t('field.phone')} value={row.phone} onText={(v) => setRow('contacts', i, { phone: v })} hint={hint(`contacts.${i}.phone`)} />
            <TextField type="email" maxLength={254} label={t('field.email')} value={row.email} onText={(v) => setRow('contacts', i, { email: v })} hint={hint(`contacts.${i}.email`)} />
            <TextField maxLength={500} label={t('field.note')} value={row.note} onText={(v) => setRow('contacts', i, { note: v })} />
            <div className={css.checks}>
              <CheckField label={t('field.primaryContact')} checked={row.primary} onChecked={(on) => (on ? makePrimary('contacts', i) : setRow('contacts', i, { primary: false }))} />
              <CheckField label={t('field.contactActive')} checked={row.active} onChecked={(on) => setRow('contacts', i, { active: on })} />
            </div>
          </>
        )}
      </Rows>
    </>
  )
}
