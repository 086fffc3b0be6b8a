import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import type { Media } from '../../../lib/api/types'
import css from './Thumb.module.css'

/** A file made small: its picture, or what there is to say while it has none. */
export function Thumb({ media }: { media: Media }) {
  const { t } = useTranslation()
  const [broken, setBroken] = useState('')
  const text = media.caption || media.file_name
  if (media.thumb && broken !== media.thumb) return <img className={css.picture} src={media.thumb} alt={text} loading="lazy" decoding="async" onError={() => setBroken(media.thumb ?? '')} />
  const isLost = media.preview === 'refused' || media.thumb !== null
  return (
    <span className={css.tile} data-pending={media.preview === 'pending' || undefined}>
      <Icon name="document" />
      <span className={css.name}>{media.file_name}</span>
      {isLost && <small>{t('galleries.originalSafe')}</small>}
      {media.preview === 'pending' && <small>{t('galleries.pending')}</small>}
    </span>
  )
}
