import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../components/Button'
import type { Media } from '../../../lib/api/types'
import { formatInstant, formatSize } from '../../../lib/format'
import { getMedia } from '../api/media'
import { pairOf, positionOf } from '../media'
import { useChange } from '../useMediaActs'
import css from './MediaDetails.module.css'
import { MediaForm } from './MediaForm'
import { RetryPreview } from './RetryPreview'

interface Props {
  media: Media
  /** The files among which its pair is. */
  all: readonly Media[]
  unitName: (unitId: string) => string
  onClose: () => void
}

/** What is known of a file; what is said of it is changed in place. */
export function MediaDetails({ media, all, unitName, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const details = useQuery({ queryKey: ['media', media.client_id, 'one', media.id], queryFn: ({ signal }) => getMedia(media.id, signal) })
  const change = useChange()
  const pair = pairOf(media, all)
  const other = pair && (pair.after.id === media.id ? pair.before : pair.after)
  const inBin = media.removed_at !== null
  const position = positionOf(media)
  const facts: [name: string, value: string][] = [
    [t('galleries.field.file_name'), media.file_name],
    [t('galleries.field.size'), [formatSize(media.size, i18n.language), media.width > 0 && `${media.width} × ${media.height}`].filter(Boolean).join(' · ')],
    ...(inBin ? [[t('galleries.field.taken_at'), formatInstant(media.taken_at) || t('galleries.unknown')] satisfies [string, string]] : []),
    [t('galleries.field.created_at'), formatInstant(media.created_at)],
    [t('galleries.field.created_by'), media.created_by],
    ...(media.has_position && !position ? [[t('galleries.field.position'), t('galleries.inOriginal')] satisfies [string, string]] : []),
  ]
  return (
    <aside className={css.details} aria-label={t('galleries.details')}>
      <header>
        <h2>{t('galleries.details')}</h2>
        <IconButton small icon="close" name={t('action.close')} onClick={onClose} />
      </header>
      {media.preview === 'refused' && (
        <p className={css.act}>
          {t('galleries.refused')}
          <RetryPreview media={media} />
        </p>
      )}
      {!inBin && <MediaForm key={media.id} media={media} />}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {position && (
          <div>
            <dt>{t('galleries.field.position')}</dt>
            <dd>
              <a href={position.map} target="_blank" rel="noreferrer" title={t('galleries.onMap')}>
                {position.text}
              </a>
            </dd>
          </div>
        )}
      </dl>
      {media.visit_id && (
        <Link to="/visits/$unit/$year/$month" params={{ unit: media.unit_id, year: `${media.year}`, month: `${media.month}` }}>
          {t('galleries.visit')}
        </Link>
      )}
      {other && (
        <p className={css.act}>
          <Link to="/galleries/$unit" params={{ unit: other.unit_id }} search={{ photo: other.id }}>
            {t(pair.after.id === media.id ? 'galleries.hasBefore' : 'galleries.hasAfter', { name: other.caption || other.file_name })}
          </Link>
          <Button look="quiet" disabled={change.isPending} onClick={() => change.mutate({ media: pair.after, changes: { before_id: null } })}>
            {t('galleries.unpair')}
          </Button>
        </p>
      )}
      {details.data && details.data.traces.length > 0 && (
        <ul aria-label={t('galleries.traces')}>
          {details.data.traces.map(({ copied, from_unit_id, by, at }) => (
            <li key={`${from_unit_id} ${at}`}>{t(copied ? 'galleries.copiedFrom' : 'galleries.movedFrom', { unit: unitName(from_unit_id), by, time: formatInstant(at) })}</li>
          ))}
        </ul>
      )}
    </aside>
  )
}
