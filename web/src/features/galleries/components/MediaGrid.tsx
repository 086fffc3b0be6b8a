import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Media } from '../../../lib/api/types'
import { byMonth, stepOf } from '../media'
import css from './MediaGrid.module.css'
import { Thumb } from './Thumb'

interface Props {
  media: readonly Media[]
  selected: ReadonlySet<string>
  onOpen: (media: Media) => void
  onSelect: (mediaId: string) => void
  onSelectAll: () => void
}

/** How many tiles stand in the first row. */
const columnsOf = (tiles: readonly HTMLElement[]): number => {
  const top = tiles[0]?.offsetTop
  const below = tiles.findIndex(({ offsetTop }) => offsetTop !== top)
  return below < 0 ? tiles.length : below
}

/** The files of a gallery by month; arrows walk, Enter opens, X selects. */
export function MediaGrid({ media, selected, onOpen, onSelect, onSelectAll }: Props) {
  const { t } = useTranslation()
  const grid = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const tiles = [...(grid.current?.querySelectorAll<HTMLElement>('[data-tile]') ?? [])]
    const index = tiles.indexOf(event.target as HTMLElement)
    if (index < 0) return
    const next = stepOf(event.key, index, columnsOf(tiles))
    const isAll = event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)
    if (isAll) onSelectAll()
    else if (event.key.toLowerCase() === 'x' && !event.ctrlKey && !event.metaKey) onSelect(tiles[index]?.dataset.tile ?? '')
    else if (next === null) return
    else {
      if (event.shiftKey) onSelect(tiles[index]?.dataset.tile ?? '')
      tiles[next]?.focus()
    }
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div ref={grid} onKeyDown={onKeyDown} data-selecting={selected.size > 0 || undefined} className={css.grid}>
      {byMonth(media).map(({ year, month, media: files }) => (
        <section key={`${year}-${month}`} className={css.month} aria-label={`${t(`month.${month}`)} ${year}`}>
          <h2>
            {t(`month.${month}`)} {year} <span>{files.length}</span>
          </h2>
          <ul>
            {files.map((each) => (
              <li key={each.id} data-selected={selected.has(each.id) || undefined}>
                <button type="button" data-tile={each.id} className={css.tile} onClick={() => onOpen(each)} title={each.caption || each.file_name}>
                  <Thumb media={each} />
                  {each.before_id && <span className={css.pair}>{t('galleries.pair')}</span>}
                </button>
                <input type="checkbox" tabIndex={-1} className={css.select} aria-label={t('galleries.select', { name: each.file_name })} checked={selected.has(each.id)} onChange={() => onSelect(each.id)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
