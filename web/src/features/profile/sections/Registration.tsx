import { useTranslation } from 'react-i18next'
import { DayField, SelectField, TextField } from '../../../components/Field'
import type { Identifier, IdentifierType } from '../../../lib/api/types'
import { newRowId } from '../draft'
import { useForm } from '../form'
import { AddButton, Rows } from './Rows'
import css from './sections.module.css'

const legalTypes: IdentifierType[] = ['lv_regcode', 'lv_vat', 'eu_vat', 'foreign', 'gln', 'peppol', 'sepa_creditor']
const naturalTypes: IdentifierType[] = ['lv_personal_code', 'lv_vat', 'eu_vat', 'foreign', 'peppol']
const withCountry: ReadonlySet<string> = new Set(['eu_vat', 'foreign'])

const identifier = (type: IdentifierType): Identifier => ({
  id: newRowId(), type, value: '', shown: '', country: withCountry.has(type) ? '' : 'LV', valid_from: null, valid_to: null, check_state: 'none', source: 'user',
})

/** Registration, VAT and personal numbers, checked while they are typed. */
export function Registration() {
  const { t } = useTranslation()
  const { draft, set, setRow, addRow, removeRow, hint } = useForm()
  const types = draft.kind === 'legal' ? legalTypes : naturalTypes
  return (
    <>
      {draft.kind === 'legal' && (
        <div className={css.fields}>
          <DayField label={t('field.registered_on')} value={draft.registered_on} onDay={(day) => set('registered_on', day)} hint={hint('registered_on')} />
        </div>
      )}
      <Rows
        rows={draft.identifiers}
        nameOf={(row) => t(`identifier.${row.type}`)}
        onRemove={(i) => removeRow('identifiers', i)}
        add={types.map((type) => (
          <AddButton key={type} onClick={() => addRow('identifiers', identifier(type))}>
            {t(`identifier.${type}`)}
          </AddButton>
        ))}
      >
        {(row, i) => (
          <>
            <div className={css.third}>
              <SelectField
                label={t('field.type')}
                value={row.type}
                choices={[...new Set([row.type, ...types])].map((value) => ({ value, label: t(`identifier.${value}`) }))}
                onText={(v) => setRow('identifiers', i, { type: v as IdentifierType })}
              />
            </div>
            <div className={css.third}>
              <TextField
                mono
                required
                maxLength={50}
                autoComplete="off"
                label={t('field.number')}
                placeholder={row.value === null ? row.shown : undefined}
                value={row.value ?? ''}
                onText={(v) => setRow('identifiers', i, { value: v === '' && row.shown !== '' ? null : v })}
                hint={hint(`identifiers.${i}.value`) ?? (row.value === null ? { tone: 'plain', text: t('editor.masked') } : undefined)}
              />
            </div>
            {withCountry.has(row.type) ? (
              <div className={css.sixth}>
                <TextField maxLength={2} label={t('field.country')} placeholder="EE" value={row.country} onText={(v) => setRow('identifiers', i, { country: v.toUpperCase() })} hint={hint(`identifiers.${i}.country`)} />
              </div>
            ) : null}
            <div className={css.sixth}>
              <DayField label={t('field.valid_from')} value={row.valid_from} onDay={(day) => setRow('identifiers', i, { valid_from: day })} />
            </div>
            <div className={css.sixth}>
              <DayField label={t('field.valid_to')} value={row.valid_to} onDay={(day) => setRow('identifiers', i, { valid_to: day })} hint={hint(`identifiers.${i}.valid_to`)} />
            </div>
          </>
        )}
      </Rows>
    </>
  )
}
