import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import type { Media } from '../../../lib/api/types'
import { isVideo, type MediaMonth } from '../media'
import css from './MediaGrid.module.css'
import { canRetry, usePicture } from '../usePicture'
import { RetryPreview } from './RetryPreview'
import { Thumb } from './Thumb'

/** The element of a file in the grid. */
export const tileId = (mediaId: string): string => `media-${mediaId}`

/** How many files stand beside each other. */
export const columnsShown = (): number => {
  const row = document.querySelector(`.${css.tiles}`)
  return row ? getComputedStyle(row).gridTemplateColumns.split(' ').length : 1
}

interface Acts {
  onActive: (media: Media) => void
  onOpen: (media: Media) => void
  onSelect: (media: Media) => void
}

interface Props extends Acts {
  months: readonly MediaMonth[]
  /** The one that Tab leads to. */
  active: string | undefined
  selected: ReadonlySet<string>
}

/** The files of a gallery by month; those out of view are not painted. */
export function MediaGrid({ months, active, selected, onActive, onOpen, onSelect }: Props) {
  const { t } = useTranslation()
  return (
    <>
      {months.map(({ year, month, media }) => {
        const heading = t('galleries.month', { year, month: t(`month.${month}`) })
        return (
          <section key={`${year}-${month}`} className={css.month} aria-label={heading}>
            <h2>
              {heading} <span>{media.length}</span>
            </h2>
            <ul className={css.tiles} data-marking={selected.size > 0 || undefined}>
              {media.map((one) => (
                <Tile key={one.id} media={one} active={one.id === active} selected={selected.has(one.id)} onActive={onActive} onOpen={onOpen} onSelect={onSelect} />
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

function Tile({ media, active, selected, onActive, onOpen, onSelect }: Acts & { media: Media; active: boolean; selected: boolean }) {
  const { t } = useTranslation()
  const picture = usePicture(media, 'thumb')
  const name = media.caption || media.file_name
  const tabIndex = active ? 0 : -1
  return (
    <li data-selected={selected || undefined}>
      <button
        type="button"
        className={css.open}
        id={tileId(media.id)}
        title={name}
        aria-label={name}
        tabIndex={tabIndex}
        onFocus={() => onActive(media)}
        onClick={(event) => (event.ctrlKey || event.metaKey ? onSelect(media) : onOpen(media))}
      >
        <Thumb media={media} picture={picture} />
        {media.thumb && isVideo(media) && <Badge icon="play" />}
        {media.before_id && <Badge icon="pair" />}
      </button>
      <input type="checkbox" tabIndex={-1} aria-label={t('galleries.select', { name })} checked={selected} onChange={() => onSelect(media)} />
      {canRetry(media, picture) && (
        <span className={css.retry}>
          <RetryPreview media={media} tabIndex={tabIndex} />
        </span>
      )}
    </li>
  )
}

function Badge({ icon }: { icon: 'play' | 'pair' }) {
  return (
    <span className={css.badge}>
      <Icon name={icon} size={12} />
    </span>
  )
}
