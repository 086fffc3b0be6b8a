import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import { showToast } from '../../../components/toast'
import type { Media } from '../../../lib/api/types'
import { reasonText } from '../../../lib/reasons'
import { originalUrl, putMedia } from '../api/media'
import { inputOf, isPicture, isVideo, turnedOnce } from '../media'
import { refreshGalleries } from '../refresh'
import { MediaFacts } from './MediaFacts'
import css from './Viewer.module.css'

interface Props {
  media: readonly Media[]
  shownId: string
  unitName: (unitId: string) => string
  onShow: (mediaId: string) => void
  onRemove: (media: Media) => void
  onPair: (media: Media) => void
  onClose: () => void
}

/** One file after the other, as large as the screen: arrows walk, I tells of it, R turns it, B pairs it, Delete removes it, Enter saves it. */
export function Viewer({ media, shownId, unitName, onShow, onRemove, onPair, onClose }: Props) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const dialog = useRef<HTMLDialogElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const [info, setInfo] = useState(false)
  const [zoomed, setZoomed] = useState(false)
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (element && !element.open) element.showModal()
    return () => {
      element?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const index = media.findIndex(({ id }) => id === shownId)
  const shown = media[index]
  if (!shown) return null
  const before = media.find(({ id }) => id === shown.before_id)
  const go = (to: number): void => {
    const next = media[to]
    if (next) onShow(next.id)
  }
  const turn = (): void => {
    if (!isPicture(shown)) return
    putMedia(shown.id, inputOf(shown, { turned: turnedOnce(shown.turned) }), shown.etag)
      .catch((error: unknown) => showToast(reasonText(error, t), { tone: 'attention' }))
      .finally(() => refreshGalleries(queries))
  }
  const keys: Record<string, () => void> = {
    ArrowLeft: () => go(index - 1),
    ArrowRight: () => go(index + 1),
    Home: () => go(0),
    End: () => go(media.length - 1),
    Enter: () => location.assign(originalUrl(shown.id)),
    Delete: () => onRemove(shown),
    ' ': () => void (video.current?.paused ? video.current.play() : video.current?.pause()),
    i: () => setInfo(!info),
    r: turn,
    b: () => onPair(shown),
    z: () => setZoomed(!zoomed),
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDialogElement>): void => {
    event.stopPropagation()
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
    const isButton = event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')
    if (isTyping || isButton || event.ctrlKey || event.metaKey || event.altKey) return
    const run = keys[event.key] ?? keys[event.key.toLowerCase()]
    if (!run) return
    event.preventDefault()
    run()
  }
  return (
    <dialog
      ref={dialog}
      className={css.viewer}
      aria-label={shown.caption || shown.file_name}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header>
        <span className={css.title}>
          {shown.caption || shown.file_name} <small>{t('galleries.of', { at: index + 1, count: media.length })}</small>
        </span>
        {isPicture(shown) && <IconButton icon="refresh" name={t('galleries.turn')} onClick={turn} />}
        <IconButton icon="question" name={t('galleries.info')} onClick={() => setInfo(!info)} />
        <a href={originalUrl(shown.id)} download aria-label={t('galleries.download')} title={t('galleries.download')}>
          <Icon name="download" />
        </a>
        {!shown.removed_at && <IconButton icon="trash" name={t('galleries.toBin')} onClick={() => onRemove(shown)} />}
        <IconButton icon="close" name={t('action.close')} onClick={onClose} />
      </header>
      <div className={css.body}>
        <IconButton icon="left" name={t('galleries.previous')} disabled={index === 0} onClick={() => go(index - 1)} />
        <div className={css.stage} data-zoomed={zoomed || undefined} data-pair={before ? true : undefined}>
          {before && <Shown media={before} label={t('galleries.before')} />}
          <Shown media={shown} label={before ? t('galleries.after') : undefined} video={video} onZoom={() => setZoomed(!zoomed)} />
        </div>
        <IconButton icon="right" name={t('galleries.next')} disabled={index === media.length - 1} onClick={() => go(index + 1)} />
        {info && <MediaFacts key={`${shown.id} ${shown.version}`} media={shown} unitName={unitName} />}
      </div>
    </dialog>
  )
}

interface ShownProps {
  media: Media
  label?: string
  video?: React.RefObject<HTMLVideoElement | null>
  onZoom?: () => void
}

function Shown({ media, label, video, onZoom }: ShownProps) {
  const { t } = useTranslation()
  return (
    <figure>
      {media.screen ? (
        <img src={media.screen} alt={media.caption || media.file_name} onClick={onZoom} />
      ) : isVideo(media) ? (
        <video ref={video} src={originalUrl(media.id)} controls preload="metadata" />
      ) : (
        <p className={css.card}>
          <Icon name="document" />
          {media.file_name}
          <small>{t(media.preview === 'pending' ? 'galleries.pending' : 'galleries.noPreview')}</small>
          <a href={originalUrl(media.id)} download>
            {t('galleries.download')}
          </a>
        </p>
      )}
      {label && <figcaption>{label}</figcaption>}
    </figure>
  )
}
