import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../components/Button'
import { AreaField, TextField } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import type { Media } from '../../../lib/api/types'
import { formatInstant, formatSize } from '../../../lib/format'
import { getMedia } from '../api/media'
import { pairOf, tagsOf } from '../media'
import { useChange } from '../useMediaActs'
import css from './MediaDetails.module.css'

interface Props {
  media: Media
  /** The files among which its pair is. */
  all: readonly Media[]
  unitName: (unitId: string) => string
  onClose: () => void
}

/** What is known of a file; its caption and tags are changed in place. */
export function MediaDetails({ media, all, unitName, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const details = useQuery({ queryKey: ['media', 'one', media.id], queryFn: ({ signal }) => getMedia(media.id, signal) })
  const change = useChange()
  const pair = pairOf(media, all)
  const other = pair && (pair.after.id === media.id ? pair.before : pair.after)
  const facts: [name: string, value: string][] = [
    [t('galleries.field.file_name'), media.file_name],
    [t('galleries.field.size'), [formatSize(media.size, i18n.language), media.width > 0 && `${media.width} × ${media.height}`].filter(Boolean).join(' · ')],
    [t('galleries.field.taken_at'), formatInstant(media.taken_at) || t('galleries.unknown')],
    [t('galleries.field.created_at'), formatInstant(media.created_at)],
    [t('galleries.field.created_by'), media.created_by],
    ...(media.has_position ? [[t('galleries.field.position'), t('galleries.inOriginal')] satisfies [string, string]] : []),
  ]
  return (
    <aside className={css.details} aria-label={t('galleries.details')}>
      <header>
        <h2>{t('galleries.details')}</h2>
        <IconButton small icon="close" name={t('action.close')} onClick={onClose} />
      </header>
      {media.removed_at === null && <Words key={media.id} media={media} onSave={(caption, tags) => change.mutate({ media, changes: { caption, tags } })} saving={change.isPending} />}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {media.visit_id && (
        <Link to="/visits/$unit/$year/$month" params={{ unit: media.unit_id, year: `${media.year}`, month: `${media.month}` }}>
          {t('galleries.visit')}
        </Link>
      )}
      {other && (
        <p className={css.pair}>
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

function Words({ media, onSave, saving }: { media: Media; onSave: (caption: string, tags: string[]) => void; saving: boolean }) {
  const { t } = useTranslation()
  const [caption, setCaption] = useState<string | null>(null)
  const [tags, setTags] = useState<string | null>(null)
  const shown = { caption: caption ?? media.caption, tags: tags ?? media.tags.join(', ') }
  const changed = shown.caption.trim() !== media.caption || tagsOf(shown.tags).join() !== media.tags.join()
  const save = (): void => {
    if (changed && !saving) onSave(shown.caption, tagsOf(shown.tags))
  }
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
      }}
    >
      <AreaField rows={3} maxLength={2000} label={t('galleries.field.caption')} value={shown.caption} onText={setCaption} />
      <TextField wide label={t('galleries.field.tags')} hint={{ tone: 'plain', text: t('galleries.tagsHint') }} value={shown.tags} onText={setTags} />
      {changed && (
        <Button small look="primary" type="submit" disabled={saving}>
          {t('action.save')}
        </Button>
      )}
    </form>
  )
}
