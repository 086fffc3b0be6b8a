import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entry } from '../kept/database'
import css from './Pictures.module.css'

/** Photos and signatures that have not been sent. */
export function Pictures({ entries }: { entries: readonly Entry[] }) {
  const pictures = entries.filter((entry) => entry.kind === 'media')
  if (pictures.length === 0) return null
  return (
    <ul className={css.pictures}>
      {pictures.map(({ mediaId, content }) => (
        <li key={mediaId}>
          <Picture content={content} />
        </li>
      ))}
    </ul>
  )
}

function Picture({ content }: { content: Blob }) {
  const { t } = useTranslation()
  const [address] = useState(() => URL.createObjectURL(content))
  return <img src={address} alt={t('today.picture')} onLoad={() => URL.revokeObjectURL(address)} />
}
