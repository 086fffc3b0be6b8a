import { useTranslation } from 'react-i18next'
import { DayField, SelectField, TextField } from '../../../components/Field'
import type { Address, AddressKind } from '../../../lib/api/types'
import { newRowId } from '../draft'
import { useForm } from '../form'
import { AddButton, Rows } from './Rows'
import css from './sections.module.css'

const kinds: AddressKind[] = ['legal', 'actual', 'billing', 'delivery', 'site']

const address = (kind: AddressKind): Address => ({
  id: newRowId(), kind, line: '', city: '', parish: '', municipality: '', postcode: '', country: 'LV', atvk_code: '', latitude: null, longitude: null, valid_from: null, valid_to: null,
})

export function Addresses() {
  const { t } = useTranslation()
  const { draft, setRow, addRow, removeRow, hint } = useForm()
  const nameOf = (kind: AddressKind): string => t(`address.${draft.kind === 'natural' && kind === 'legal' ? 'residence' : kind}`)
  return (
    <Rows
      rows={draft.addresses}
      nameOf={(row) => nameOf(row.kind)}
      onRemove={(i) => removeRow('addresses', i)}
      add={kinds.map((kind) => (
        <AddButton key={kind} onClick={() => addRow('addresses', address(kind))}>
          {nameOf(kind)}
        </AddButton>
      ))}
    >
      {(row, i) => {
        const text = (key: 'city' | 'parish' | 'municipality' | 'postcode' | 'country', maxLength: number) => (
          <div className={css.quarter}>
            <TextField maxLength={maxLength} label={t(`field.${key}`)} value={row[key]} onText={(v) => setRow('addresses', i, { [key]: key === 'country' ? v.toUpperCase() : v })} hint={hint(`addresses.${i}.${key}`)} />
          </div>
        )
        return (
          <>
            <div className={css.third}>
              <SelectField label={t('field.kind')} value={row.kind} choices={kinds.map((value) => ({ value, label: nameOf(value) }))} onText={(v) => setRow('addresses', i, { kind: v as AddressKind })} />
            </div>
            <div style={{ gridColumn: 'span 8' }}>
              <TextField required maxLength={500} label={t('field.line')} placeholder="Brīvības iela 1–12, Rīga, LV-1010" value={row.line} onText={(v) => setRow('addresses', i, { line: v })} hint={hint(`addresses.${i}.line`)} />
            </div>
            {text('city', 100)}
            {text('parish', 100)}
            {text('municipality', 100)}
            {text('postcode', 16)}
            {text('country', 2)}
            <div className={css.quarter}>
              <DayField label={t('field.valid_from')} value={row.valid_from} onDay={(day) => setRow('addresses', i, { valid_from: day })} />
            </div>
            <div className={css.quarter}>
              <DayField label={t('field.valid_to')} value={row.valid_to} onDay={(day) => setRow('addresses', i, { valid_to: day })} hint={hint(`addresses.${i}.valid_to`)} />
            </div>
          </>
        )
      }}
    </Rows>
  )
}
