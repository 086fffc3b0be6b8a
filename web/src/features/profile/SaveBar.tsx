import { useTranslation } from 'react-i18next'
import { Button } from '../../components/Button'
import { Kbd } from '../../components/Kbd'
import { settingName } from '../../lib/settingText'
import type { DraftKey } from './draft'
import css from './SaveBar.module.css'

interface Props {
  changed: readonly DraftKey[]
  settings: readonly string[]
  reason: string
  onReason: (reason: string) => void
  saving: boolean
  onSave: (close: boolean) => void
  onCancel: () => void
}

/** Always in view: what was changed, why, and the ways out. */
export function SaveBar({ changed, settings, reason, onReason, saving, onSave, onCancel }: Props) {
  const { t } = useTranslation()
  const names = [...changed.map((key) => t(`field.${key}`)), ...settings.map((key) => settingName(key, t))]
  const idle = names.length === 0
  return (
    <div className={css.bar} role="region" aria-label={t('editor.saveBar')}>
      <p className={css.changes} aria-live="polite" title={names.join(', ')}>
        {idle ? <span className="quiet">{t('editor.noChanges')}</span> : <>{t('editor.changed')} <strong>{names.join(', ').toLowerCase()}</strong></>}
      </p>
      {changed.length > 0 && (
        <input
          className={css.reason}
          value={reason}
          maxLength={500}
          placeholder={changed.includes('bank_accounts') ? t('editor.bankReason') : t('editor.reason')}
          aria-label={t('editor.reason')}
          onChange={(event) => onReason(event.target.value)}
        />
      )}
      <Button look="ghost" onClick={onCancel}>
        {t('action.cancel')}
        <span className={css.keys}>
          <Kbd keys="Esc" />
        </span>
      </Button>
      <Button disabled={idle || saving} onClick={() => onSave(false)}>
        {t('action.save')}
        <span className={css.keys}>
          <Kbd keys="Ctrl S" />
        </span>
      </Button>
      <Button look="primary" disabled={idle || saving} onClick={() => onSave(true)}>
        {t('action.saveClose')}
        <span className={css.keys}>
          <Kbd keys="Ctrl Enter" />
        </span>
      </Button>
    </div>
  )
}
