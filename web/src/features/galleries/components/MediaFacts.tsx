import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import type { Media } from '../../../lib/api/types'
import { formatInstant, formatSize } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { useAct } from '../../../lib/useAct'
import { getMedia, putMedia } from '../api/media'
import { inputOf, tagsOf } from '../media'
import { refreshGalleries } from '../refresh'
import css from './MediaFacts.module.css'

interface Props {
  media: Media
  unitName: (unitId: string) => string
}

/** What is known of a file, and what may be said of it. */
export function MediaFacts({ media, unitName }: Props) {
  const { t, i18n } = useTranslation()
  const details = useQuery({ queryKey: ['media', media.id, media.version], queryFn: ({ signal }) => getMedia(media.id, signal) })
  const [caption, setCaption] = useState(media.caption)
  const [tags, setTags] = useState(media.tags.join(', '))
  const save = useAct(() => putMedia(media.id, inputOf(media, { caption, tags: tagsOf(tags) }), media.etag), t('galleries.saved'), refreshGalleries)
  const changed = caption !== media.caption || tags !== media.tags.join(', ')
  const submit = (): void => {
    if (changed && !save.isPending) save.mutate(undefined)
  }
  return (
    <aside className={css.facts} aria-label={t('galleries.info')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <label>
          {t('galleries.caption')}
          <textarea rows={3} maxLength={1000} value={caption} onChange={(event) => setCaption(event.target.value)} />
        </label>
        <label>
          {t('galleries.tags')}
          <input value={tags} placeholder={t('galleries.tagsHint')} onChange={(event) => setTags(event.target.value)} />
        </label>
        {save.error && <p role="alert">{reasonText(save.error, t)}</p>}
        <Button small look="primary" disabled={!changed || save.isPending} onClick={submit}>
          {t('action.save')}
        </Button>
        <button type="submit" hidden />
      </form>
      <dl>
        <dt>{t('galleries.unit')}</dt>
        <dd>{unitName(media.unit_id)}</dd>
        {media.taken_at && (
          <>
            <dt>{t('galleries.taken')}</dt>
            <dd>{formatInstant(media.taken_at)}</dd>
          </>
        )}
        <dt>{t('galleries.added')}</dt>
        <dd>
          {formatInstant(media.created_at ?? '')} · {media.created_by}
        </dd>
        <dt>{t('galleries.file')}</dt>
        <dd>
          {media.file_name} · {formatSize(media.size, i18n.language)}
          {media.width > 0 && ` · ${media.width} × ${media.height}`}
        </dd>
        {media.has_position && (
          <>
            <dt>{t('galleries.position')}</dt>
            <dd>{t('galleries.positionKept')}</dd>
          </>
        )}
        {details.data?.traces.map((trace) => (
          <div key={trace.at}>
            <dt>{t(trace.copied ? 'galleries.copiedFrom' : 'galleries.movedFrom')}</dt>
            <dd>
              {unitName(trace.from_unit_id)} · {trace.by} · {formatInstant(trace.at ?? '')}
            </dd>
          </div>
        ))}
      </dl>
    </aside>
  )
}
