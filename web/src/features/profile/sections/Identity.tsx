import { useTranslation } from 'react-i18next'
import { TextField } from '../../../components/Field'
import { Icon } from '../../../components/Icon'
import { useForm } from '../form'
import css from './sections.module.css'

/** Legal or natural, and the name. What was typed for the other kind is kept until saving. */
export function Identity() {
  const { t } = useTranslation()
  const { draft, set, hint } = useForm()
  return (
    <div className={css.fields}>
      <div className={css.kind} role="group" aria-label={t('field.kind')}>
        {(['legal', 'natural'] as const).map((kind) => (
          <button key={kind} type="button" aria-pressed={draft.kind === kind} onClick={() => set('kind', kind)}>
            <Icon name={kind === 'legal' ? 'building' : 'person'} />
            {t(`kind.${kind}`)}
          </button>
        ))}
      </div>
      {draft.kind === 'legal' ? (
        <>
          <TextField wide required autoFocus maxLength={255} label={t('field.name')} placeholder={'SIA "Piemērs"'} value={draft.name} onText={(v) => set('name', v)} hint={hint('name') ?? { tone: 'plain', text: t('editor.nameHint') }} />
          <div className={css.quarter}>
            <TextField maxLength={8} label={t('field.legal_form')} value={draft.legal_form} onText={(v) => set('legal_form', v.toUpperCase())} hint={hint('legal_form')} />
          </div>
        </>
      ) : (
        <>
          <div className={css.half}>
            <TextField autoFocus maxLength={100} label={t('field.first_name')} value={draft.first_name} onText={(v) => set('first_name', v)} hint={hint('first_name')} />
          </div>
          <div className={css.half}>
            <TextField maxLength={100} label={t('field.last_name')} value={draft.last_name} onText={(v) => set('last_name', v)} hint={hint('last_name')} />
          </div>
        </>
      )}
      <div className={css.half}>
        <TextField maxLength={255} label={t('field.alias')} value={draft.alias} onText={(v) => set('alias', v)} hint={hint('alias')} />
      </div>
    </div>
  )
}
