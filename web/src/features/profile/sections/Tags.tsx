import { useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Field } from '../../../components/Field'
import { Icon } from '../../../components/Icon'
import { useForm } from '../form'
import css from './sections.module.css'

export function Tags() {
  const { t } = useTranslation()
  const { draft, set, hint } = useForm()
  const [text, setText] = useState('')
  const add = (): void => {
    const tag = text.trim()
    setText('')
    if (tag !== '' && !draft.tags.includes(tag)) set('tags', [...draft.tags, tag])
  }
  return (
    <Field wide label={t('field.tags')} hint={hint('tags')}>
      {(control) => (
        <div className={css.tags}>
          {draft.tags.map((tag) => (
            <span key={tag} className={css.tag}>
              {tag}
              <button type="button" aria-label={t('editor.removeRow', { name: tag })} onClick={() => set('tags', draft.tags.filter((x) => x !== tag))}>
                <Icon name="close" size={11} />
              </button>
            </span>
          ))}
          <input
            {...control}
            value={text}
            maxLength={50}
            placeholder={t('editor.tagHint')}
            onChange={(event) => setText(event.target.value)}
            onBlur={add}
            onKeyDown={(event) => {
              const saving = (event.ctrlKey || event.metaKey) && (event.key === 'Enter' || event.key === 's')
              if (saving) {
                // The key goes on to save the form, which must already hold the tag.
                flushSync(add)
              } else if (event.key === 'Enter' || event.key === ',') {
                event.preventDefault()
                add()
              } else if (event.key === 'Backspace' && text === '') set('tags', draft.tags.slice(0, -1))
            }}
          />
        </div>
      )}
    </Field>
  )
}
