import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './CopyText.module.css'
import { Icon } from './Icon'

/** A text with a button that copies it. */
export function CopyText({ text, shown = text, mono }: { text: string; shown?: string; mono?: boolean }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  return (
    <span className={css.copy}>
      <span className={mono ? 'mono' : undefined}>{shown}</span>
      <button
        type="button"
        aria-label={t('action.copyNamed', { text: shown })}
        title={copied ? t('action.copied') : t('action.copy')}
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => {
            setCopied(true)
            setTimeout(() => setCopied(false), 1500)
          })
        }}
      >
        <Icon name={copied ? 'check' : 'copy'} size={13} />
      </button>
    </span>
  )
}
