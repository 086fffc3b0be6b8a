import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import type { Media } from '../../../lib/api/types'
import { isVideo, type MediaMonth } from '../media'
import css from './MediaGrid.module.css'
import { Thumb } from './Thumb'

/** The element of a file in the grid. */
export const tileId = (mediaId: string): string => `media-${mediaId}`

/** How many files stand beside each other. */
export const columnsShown = (): number => {
  const row = document.querySelector(`.${css.tiles}`)
  return row ? getComputedStyle(row).gridTemplateColumns.split(' ').length : 1
}

interface Props {
  months: readonly MediaMonth[]
  /** The one that Tab leads to. */
  active: string | undefined
  selected: ReadonlySet<string>
  onActive: (media: Media) => void
  onOpen: (media: Media) => void
  onSelect: (media: Media) => void
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
                <li key={one.id} data-selected={selected.has(one.id) || undefined}>
                  <button
                    type="button"
                    id={tileId(one.id)}
                    title={one.caption || one.file_name}
                    aria-label={one.caption || one.file_name}
                    tabIndex={one.id === active ? 0 : -1}
                    onFocus={() => onActive(one)}
                    onClick={(event) => (event.ctrlKey || event.metaKey ? onSelect(one) : onOpen(one))}
                  >
                    <Thumb media={one} />
                    {one.thumb && isVideo(one) && <Badge icon="play" />}
                    {one.before_id && <Badge icon="pair" />}
                  </button>
                  <input type="checkbox" tabIndex={-1} aria-label={t('galleries.select', { name: one.caption || one.file_name })} checked={selected.has(one.id)} onChange={() => onSelect(one)} />
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

function Badge({ icon }: { icon: 'play' | 'pair' }) {
  return (
    <span className={css.badge}>
      <Icon name={icon} size={12} />
    </span>
  )
}
