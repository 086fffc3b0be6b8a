import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../../components/Icon'
import type { Media } from '../../../lib/api/types'
import { isPicture, isVideo } from '../media'
import css from './Thumb.module.css'

const iconOf = (media: Media): IconName => (isVideo(media) ? 'play' : isPicture(media) ? 'picture' : 'document')

/** The small picture of a file, or what kind of file it is and why there is no picture. */
export function Thumb({ media }: { media: Media }) {
  const { t } = useTranslation()
  const [broken, setBroken] = useState<string | null>(null)
  if (media.thumb && broken !== media.thumb) {
    const { thumb } = media
    return <img className={css.picture} src={thumb} alt={media.caption || media.file_name} loading="lazy" decoding="async" draggable={false} onError={() => setBroken(thumb)} />
  }
  const state = media.preview === 'pending' ? 'pending' : isPicture(media) ? 'safe' : null
  return (
    <span className={css.file} data-pending={state === 'pending' || undefined}>
      <Icon name={iconOf(media)} size={24} />
      <span className={css.name}>{media.file_name}</span>
      {state && <small>{t(`galleries.thumb.${state}`)}</small>}
    </span>
  )
}
