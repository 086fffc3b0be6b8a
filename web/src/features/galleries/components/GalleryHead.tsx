import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FilesButton } from '../../../components/FilesButton'
import filter from '../../../components/FilterBar.module.css'
import { Icon } from '../../../components/Icon'
import { MenuItem, Panel } from '../../../components/Menu'
import type { Media, Unit } from '../../../lib/api/types'
import { usePhone } from '../../../lib/media'
import { zipUrl } from '../api/media'
import type { GallerySearch } from '../params'
import css from './GalleryHead.module.css'

interface Props {
  unit: Unit
  clientName: string | undefined
  /** Everything, whatever its tags. */
  media: readonly Media[]
  search: GallerySearch
  onSearch: (part: GallerySearch) => void
  onFiles: (files: File[]) => void
  details: boolean
  onDetails: () => void
}

/** Whose gallery it is, what of it is shown, and how files come into it. */
export function GalleryHead({ unit, clientName, media, search, onSearch, onFiles, details, onDetails }: Props) {
  const { t, i18n } = useTranslation()
  const phone = usePhone()
  const tags = [...new Set(media.flatMap((one) => one.tags))].sort((a, b) => a.localeCompare(b, i18n.language))
  const shownTag = search.tag ?? t('galleries.anyTag')
  return (
    <header className={css.head}>
      <div className={css.title}>
        <Link to="/clients/$id" params={{ id: unit.client_id }} search={{ unit: unit.id }}>
          {clientName ?? '…'}
        </Link>
        <h1>{unit.name}</h1>
      </div>
      <div className={filter.filters} role="group" aria-label={t('filter.label')}>
        {!search.bin && (
          <>
            {phone && <FilesButton camera text={t('galleries.camera')} onFiles={onFiles} />}
            <FilesButton text={t('upload.add')} onFiles={onFiles} />
          </>
        )}
        {search.visit && (
          <button type="button" className={filter.chip} onClick={() => onSearch({ visit: undefined })}>
            {t('galleries.ofVisit')}
            <Icon name="close" size={12} />
          </button>
        )}
        {(tags.length > 0 || search.tag) && (
          <Panel
            label={t('galleries.field.tags')}
            width={220}
            trigger={
              <button type="button" className={filter.toggle} aria-pressed={search.tag !== undefined} aria-label={`${t('galleries.field.tags')}: ${shownTag}`}>
                {shownTag}
                <Icon name="down" size={12} />
              </button>
            }
          >
            <MenuItem checked={search.tag === undefined} onSelect={() => onSearch({ tag: undefined })}>
              {t('galleries.anyTag')}
            </MenuItem>
            {tags.map((tag) => (
              <MenuItem key={tag} checked={search.tag === tag} onSelect={() => onSearch({ tag })}>
                {tag}
              </MenuItem>
            ))}
          </Panel>
        )}
        <button type="button" className={filter.toggle} aria-pressed={search.bin ?? false} onClick={() => onSearch({ bin: search.bin ? undefined : true, tag: undefined, photo: undefined })}>
          <Icon name="trash" size={14} />
          {t('galleries.bin')}
        </button>
        <button type="button" className={filter.toggle} aria-pressed={details} disabled={media.length === 0} onClick={onDetails}>
          {t('galleries.details')}
        </button>
        {!search.bin && media.length > 0 && (
          <a className={css.zip} href={zipUrl(unit.id, i18n.language)} download title={t('galleries.zipTitle')}>
            ZIP
          </a>
        )}
      </div>
    </header>
  )
}
