import type { CSSProperties, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import type { Media } from '../../../lib/api/types'
import { formatSize } from '../../../lib/format'
import { originalUrl } from '../api/media'
import { RetryPreview } from '../components/RetryPreview'
import { isPicture, isVideo } from '../media'
import { canRetry, usePicture } from '../usePicture'
import css from './Viewer.module.css'

/** One file on the whole screen: a picture, a film, or a card that leads to the original. */
export function Slide({ media, style, video }: { media: Media; style?: CSSProperties; video?: Ref<HTMLVideoElement> }) {
  const { t, i18n } = useTranslation()
  const picture = usePicture(media, 'screen')
  const name = media.caption || media.file_name
  if (isVideo(media)) return <video ref={video} key={media.id} className={css.picture} src={originalUrl(media.id)} controls aria-label={name} />
  if (picture.src) return <img key={media.id} className={css.picture} src={picture.src} alt={name} style={style} draggable={false} onError={picture.onError} />
  return (
    <div className={css.card}>
      <Icon name={isPicture(media) ? 'picture' : 'document'} size={40} />
      <strong>{media.file_name}</strong>
      <span>{media.preview === 'pending' ? t('galleries.thumb.pending') : isPicture(media) ? t('galleries.thumb.safe') : formatSize(media.size, i18n.language)}</span>
      {canRetry(media, picture) && <RetryPreview media={media} />}
      <a href={originalUrl(media.id)} download={media.file_name}>
        {t('galleries.download')}
      </a>
    </div>
  )
}
