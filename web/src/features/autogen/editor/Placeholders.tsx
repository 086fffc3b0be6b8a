import { useTranslation } from 'react-i18next'
import { today } from '../../../lib/format'
import { periodOf } from '../rule'
import { placeholders, renderText, type TextLanguage } from '../template'
import css from './LineEditor.module.css'

/** What can be put into the text and what it becomes this month; a press puts it where the cursor stands. */
export function Placeholders({ language, onInsert }: { language: TextLanguage; onInsert: (name: string) => void }) {
  const { t } = useTranslation()
  const { starts_on, ends_on } = periodOf(`${today().slice(0, 7)}-01`, { every_months: 1, anchor_day: 1, timing: 'in_advance', issue_offset_days: 0, shift: 'none' }, 0)
  return (
    <div className={css.placeholders} role="group" aria-label={t('autogen.placeholders')}>
      <span className="quiet">{t('autogen.placeholders')}</span>
      {placeholders[language].map((name) => (
        <button key={name} type="button" title={t('autogen.insert', { text: `{${name}}` })} onClick={() => onInsert(name)}>
          <span className="mono">{`{${name}}`}</span>
          <span className="quiet">{renderText(`{${name}}`, language, starts_on, ends_on)}</span>
        </button>
      ))}
    </div>
  )
}
