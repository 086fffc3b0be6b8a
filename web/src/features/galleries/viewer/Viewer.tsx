import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { isTyping, useKeys } from '../../../app/keys'
import { IconButton } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import type { Media } from '../../../lib/api/types'
import { originalUrl } from '../api/media'
import { MediaDetails } from '../components/MediaDetails'
import { isPicture, pairOf } from '../media'
import { useChange, useRemove, useRestore, useTurn } from '../useMediaActs'
import { PairDialog } from './PairDialog'
import { Slide } from './Slide'
import { useZoom } from './useZoom'
import css from './Viewer.module.css'

interface Props {
  media: Media
  all: readonly Media[]
  unitName: (unitId: string) => string
  onShow: (media: Media) => void
  onClose: () => void
}

/** Files one by one on the whole screen. */
export function Viewer({ media, all, unitName, onShow, onClose }: Props) {
  const { t } = useTranslation()
  const [info, setInfo] = useState(false)
  const [picking, setPicking] = useState(false)
  const [beside, setBeside] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const original = useRef<HTMLAnchorElement>(null)
  const change = useChange()
  const turning = useTurn()
  const remove = useRemove()
  const restore = useRestore()
  const at = all.findIndex(({ id }) => id === media.id)
  const pair = pairOf(media, all)
  const inBin = media.removed_at !== null
  const show = (index: number): void => {
    const next = all[index]
    if (next) onShow(next)
  }
  const zoom = useZoom((step) => show(at + step))
  useEffect(() => frame.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    for (const near of [all[at + 1], all[at - 1]]) if (near?.screen) new Image().src = near.screen
  }, [all, at])

  const turn = (): void => {
    if (isPicture(media) && !inBin) turning.mutate(media)
  }
  const toPair = (): void => {
    if (pair) setBeside(!beside)
    else if (isPicture(media) && !inBin) setPicking(true)
  }
  const leave = (): void => {
    const next = all[at + 1] ?? all[at - 1]
    const act = inBin ? restore : remove
    if (act.isPending) return
    act.mutate([media.id], { onSuccess: () => (next ? onShow(next) : onClose()) })
  }
  /** A button that has the focus is pressed by its own keys. */
  const unlessPressed = (run: () => unknown) => (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.closest('button, a')) return false
    return run()
  }
  const unlessTyping = (run: () => void) => (event: KeyboardEvent) => (isTyping(event.target) ? false : run())
  useKeys({
    ArrowLeft: () => show(at - 1),
    ArrowRight: () => show(at + 1),
    Home: () => show(0),
    End: () => show(all.length - 1),
    Space: unlessPressed(() => {
      if (video.current?.paused) void video.current.play()
      else video.current?.pause()
    }),
    Enter: unlessPressed(() => original.current?.click()),
    i: () => setInfo(!info),
    r: turn,
    b: toPair,
    Delete: unlessTyping(() => !inBin && leave()),
    '+': () => zoom.by(1.5),
    '=': () => zoom.by(1.5),
    '-': () => zoom.by(1 / 1.5),
    0: () => zoom.reset(),
    Escape: ({ target }) => {
      if (isTyping(target)) frame.current?.focus()
      else onClose()
    },
  })
  const name = media.caption || media.file_name
  return createPortal(
    <div ref={frame} className={css.viewer} role="dialog" aria-modal="true" aria-label={t('galleries.viewer', { name })} tabIndex={-1}>
      <header className={css.bar}>
        <span className={css.title}>
          <b className="one-line">{name}</b>
          <span>{t('galleries.placeOf', { place: at + 1, count: all.length })}</span>
        </span>
        {isPicture(media) && !inBin && (
          <>
            <IconButton icon="refresh" name={t('galleries.act.turn')} onClick={turn} />
            <IconButton icon="pair" name={t(pair ? 'galleries.act.beside' : 'galleries.act.pair')} aria-pressed={beside && pair !== null} onClick={toPair} />
          </>
        )}
        <IconButton icon="document" name={t('galleries.act.info')} aria-pressed={info} onClick={() => setInfo(!info)} />
        <a ref={original} className={css.download} href={originalUrl(media.id)} download={media.file_name} aria-label={t('galleries.act.download')} title={t('galleries.act.download')}>
          <Icon name="download" />
        </a>
        <IconButton icon={inBin ? 'undo' : 'trash'} name={t(inBin ? 'galleries.restore' : 'galleries.act.bin')} onClick={leave} />
        <IconButton icon="close" name={t('galleries.act.close')} onClick={onClose} />
      </header>
      <div className={css.stage} data-near={zoom.near || undefined} {...zoom.handlers}>
        {beside && pair ? (
          <div className={css.pair}>
            {([['before', pair.before], ['after', pair.after]] as const).map(([which, one]) => (
              <figure key={which}>
                <figcaption>{t(`galleries.${which}`)}</figcaption>
                <Slide media={one} style={zoom.style} />
              </figure>
            ))}
          </div>
        ) : (
          <Slide media={media} style={zoom.style} video={video} />
        )}
      </div>
      {at > 0 && <IconButton icon="left" className={css.previous} name={t('galleries.act.previous')} onClick={() => show(at - 1)} />}
      {at < all.length - 1 && <IconButton icon="right" className={css.next} name={t('galleries.act.next')} onClick={() => show(at + 1)} />}
      {info && <MediaDetails media={media} all={all} unitName={unitName} onClose={() => setInfo(false)} />}
      {picking && (
        <PairDialog
          choices={all.filter((one) => one.id !== media.id && isPicture(one) && pairOf(one, all) === null)}
          onClose={() => setPicking(false)}
          onChoose={(before) => {
            setPicking(false)
            change.mutate({ media, changes: { before_id: before.id } }, { onSuccess: () => setBeside(true) })
          }}
        />
      )}
    </div>,
    document.body,
  )
}
