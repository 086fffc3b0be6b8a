import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../../components/Icon'
import type { Media } from '../../../lib/api/types'
import { useSettled } from '../../../lib/useSettled'
import { isPicture, isVideo } from '../media'
import { usePicture, type Picture } from '../usePicture'
import css from './Thumb.module.css'

const iconOf = (media: Media): IconName => (isVideo(media) ? 'play' : isPicture(media) ? 'picture' : 'document')

/** The small picture of a file, or what kind of file it is and why there is no picture. */
export function Thumb({ media, picture }: { media: Media; picture: Picture }) {
  const { t } = useTranslation()
  const { src, onError } = picture
  const { ref, settled } = useSettled()
  if (src) return <img ref={ref} className={css.picture} src={settled ? src : undefined} alt={media.caption || media.file_name} decoding="async" draggable={false} onError={onError} />
  const state = media.preview === 'pending' ? 'pending' : isPicture(media) ? 'safe' : null
  return (
    <span className={css.file} data-state={state ?? undefined}>
      <Icon name={iconOf(media)} size={24} />
      <span className={css.name}>{media.file_name}</span>
      {state && <small>{t(`galleries.thumb.${state}`)}</small>}
    </span>
  )
}

/** The same where nothing can be done about a picture that is not there. */
export function PlainThumb({ media }: { media: Media }) {
  return <Thumb media={media} picture={usePicture(media, 'thumb')} />
}
