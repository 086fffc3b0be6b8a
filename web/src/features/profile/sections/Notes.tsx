import { useTranslation } from 'react-i18next'
import { AreaField, DayField, SelectField } from '../../../components/Field'
import { IconButton } from '../../../components/Button'
import type { Notice } from '../../../lib/api/types'
import { useForm } from '../form'
import { AddButton } from './Rows'
import css from './sections.module.css'

const scopes: Notice['scope'][] = ['all', 'invoice', 'visit']

/** The notice shown whenever the client is used, and free comments. */
export function Notes() {
  const { t } = useTranslation()
  const { draft, set, hint } = useForm()
  const { notice } = draft
  const change = (part: Partial<Notice>): void => {
    if (notice) set('notice', { ...notice, ...part })
  }
  return (
    <>
      {notice ? (
        <div className={css.row} role="group" aria-label={t('field.notice')}>
          <div className={css.fields}>
            <AreaField maxLength={1000} label={t('field.notice')} value={notice.text} onText={(v) => change({ text: v })} hint={hint('notice.text')} />
            <SelectField label={t('field.scope')} value={notice.scope} choices={scopes.map((value) => ({ value, label: t(`notice.scope.${value}`) }))} onText={(v) => change({ scope: v as Notice['scope'] })} />
            <DayField label={t('field.valid_from')} value={notice.valid_from} onDay={(day) => change({ valid_from: day })} />
            <DayField label={t('field.valid_to')} value={notice.valid_to} onDay={(day) => change({ valid_to: day })} hint={hint('notice.valid_to')} />
          </div>
          <IconButton icon="trash" name={t('editor.removeRow', { name: t('field.notice') })} onClick={() => set('notice', null)} />
        </div>
      ) : (
        <div className={css.add}>
          <AddButton onClick={() => set('notice', { text: '', scope: 'all', valid_from: null, valid_to: null })}>{t('field.notice')}</AddButton>
        </div>
      )}
      <div className={css.fields} style={{ marginTop: 12 }}>
        <AreaField maxLength={20000} label={t('field.comment')} value={draft.comment} onText={(v) => set('comment', v)} hint={hint('comment')} />
      </div>
    </>
  )
}
