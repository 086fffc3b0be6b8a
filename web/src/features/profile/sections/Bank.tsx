import { useTranslation } from 'react-i18next'
import { CheckField, TextField } from '../../../components/Field'
import type { BankAccount } from '../../../lib/api/types'
import { newRowId } from '../draft'
import { useForm } from '../form'
import { AddButton, Rows } from './Rows'
import css from './sections.module.css'

const account = (primary: boolean): BankAccount => ({
  id: newRowId(), iban: '', bic: '', bank: '', holder: '', currency: 'EUR', primary, active: true, changed_at: null, approved_by: '',
})

export function Bank() {
  const { t } = useTranslation()
  const { draft, setRow, addRow, removeRow, makePrimary, hint } = useForm()
  return (
    <Rows
      rows={draft.bank_accounts}
      nameOf={(row) => row.iban || t('bank.account')}
      onRemove={(i) => removeRow('bank_accounts', i)}
      add={<AddButton onClick={() => addRow('bank_accounts', account(draft.bank_accounts.length === 0))}>{t('bank.account')}</AddButton>}
    >
      {(row, i) => (
        <>
          <div className={css.half}>
            <TextField mono required maxLength={50} autoComplete="off" label={t('field.iban')} value={row.iban} onText={(v) => setRow('bank_accounts', i, { iban: v, bic: '', bank: '' })} hint={hint(`bank_accounts.${i}.iban`)} />
          </div>
          <div className={css.quarter}>
            <TextField mono maxLength={11} label={t('field.bic')} value={row.bic} onText={(v) => setRow('bank_accounts', i, { bic: v.toUpperCase() })} hint={hint(`bank_accounts.${i}.bic`)} />
          </div>
          <div className={css.quarter}>
            <TextField maxLength={3} label={t('field.currency')} value={row.currency} onText={(v) => setRow('bank_accounts', i, { currency: v.toUpperCase() })} hint={hint(`bank_accounts.${i}.currency`)} />
          </div>
          <div className={css.half}>
            <TextField maxLength={150} label={t('field.bank')} value={row.bank} onText={(v) => setRow('bank_accounts', i, { bank: v })} />
          </div>
          <div className={css.half}>
            <TextField maxLength={150} label={t('field.holder')} value={row.holder} onText={(v) => setRow('bank_accounts', i, { holder: v })} />
          </div>
          <div className={css.checks}>
            <CheckField label={t('field.primary')} checked={row.primary} onChecked={(on) => (on ? makePrimary('bank_accounts', i) : setRow('bank_accounts', i, { primary: false }))} />
            <CheckField label={t('field.accountActive')} checked={row.active} onChecked={(on) => setRow('bank_accounts', i, { active: on })} />
          </div>
        </>
      )}
    </Rows>
  )
}
