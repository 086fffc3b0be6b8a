import { useTranslation } from 'react-i18next'
import type { KeyboardEvent, Ref } from 'react'
import { Icon } from '../../../components/Icon'
import { Kbd } from '../../../components/Kbd'
import css from './Finder.module.css'

interface Props {
  text: string
  onText: (text: string) => void
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void
  activeRowId: string | undefined
  gridId: string
  ref: Ref<HTMLInputElement>
}

/** The one box: a name, number, phone, account, e-mail or address; `*` is everything. */
export function Finder({ text, onText, onKeyDown, activeRowId, gridId, ref }: Props) {
  const { t } = useTranslation()
  return (
    <div className={css.finder} role="search">
      <Icon name="search" />
      <input
        ref={ref}
        autoFocus
        type="text"
        enterKeyHint="search"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={200}
        value={text}
        placeholder={t('finder.placeholder')}
        aria-label={t('finder.label')}
        aria-controls={gridId}
        aria-activedescendant={activeRowId}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text !== '' && (
        <button type="button" className={css.clear} aria-label={t('action.clear')} title={t('action.clear')} onClick={() => onText('')}>
          <Icon name="close" size={14} />
        </button>
      )}
      <span className={css.hint}>
        <Kbd keys="/" />
      </span>
      <button type="button" className={css.star} title={t('finder.all')} aria-label={t('finder.all')} onClick={() => onText('*')}>
        ✱
      </button>
    </div>
  )
}
