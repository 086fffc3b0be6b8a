import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from '../../../components/BulkBar.module.css'
import { Button, FileLink } from '../../../components/Button'
import type { Media, Unit } from '../../../lib/api/types'
import { MAX_ZIPPED, zipUrl } from '../api/media'
import { isPicture } from '../media'
import { useRemove, useRestore } from '../useMediaActs'
import { ShareDialog } from './ShareDialog'
import { TagDialog } from './TagDialog'
import { UnitDialog } from './UnitDialog'

interface Props {
  media: readonly Media[]
  /** The other units of the client. */
  others: readonly Unit[]
  bin: boolean
  onClear: () => void
}

/** What can be done with the marked files. */
export function SelectionBar({ media, others, bin, onClear }: Props) {
  const { t, i18n } = useTranslation()
  const [asked, setAsked] = useState<'move' | 'copy' | 'tag' | 'share' | null>(null)
  const remove = useRemove()
  const restore = useRestore()
  const ids = media.map(({ id }) => id)
  const pictures = media.filter(isPicture)
  const onDone = (): void => {
    setAsked(null)
    onClear()
  }
  return (
    <>
      <div className={css.bar} role="toolbar" aria-label={t('bulk.label')}>
        <strong>{t('galleries.selected', { count: media.length })}</strong>
        <span className={css.space} />
        {bin ? (
          <Button small icon="undo" disabled={restore.isPending} onClick={() => restore.mutate(ids, { onSuccess: onClear })}>
            {t('galleries.restore')}
          </Button>
        ) : (
          <>
            <Button small icon="right" disabled={others.length === 0} onClick={() => setAsked('move')}>
              {t('galleries.move')}
            </Button>
            <Button small icon="copy" disabled={others.length === 0} onClick={() => setAsked('copy')}>
              {t('galleries.copy')}
            </Button>
            <Button small icon="tag" onClick={() => setAsked('tag')}>
              {t('galleries.tag')}
            </Button>
            {media[0] && media.length <= MAX_ZIPPED ? (
              <FileLink href={zipUrl(media[0].unit_id, i18n.language, ids)} title={t('galleries.zipSome')}>
                ZIP
              </FileLink>
            ) : (
              <Button small disabled title={t('galleries.zipTooMany', { most: MAX_ZIPPED })}>
                ZIP
              </Button>
            )}
            <Button small icon="web" disabled={pictures.length === 0} onClick={() => setAsked('share')}>
              {t('galleries.share.open')}
            </Button>
            <Button small icon="trash" disabled={remove.isPending} onClick={() => remove.mutate(ids, { onSuccess: onClear })}>
              {t('galleries.toBin')}
            </Button>
          </>
        )}
        <Button small look="ghost" icon="close" aria-label={t('bulk.clear')} title={t('bulk.clear')} onClick={onClear} />
      </div>
      {(asked === 'move' || asked === 'copy') && <UnitDialog act={asked} ids={ids} units={others} onDone={onDone} onClose={() => setAsked(null)} />}
      {asked === 'share' && pictures[0] && <ShareDialog clientId={pictures[0].client_id} ids={pictures.map(({ id }) => id)} onClose={() => setAsked(null)} />}
      {asked === 'tag' && <TagDialog media={media} onDone={onDone} onClose={() => setAsked(null)} />}
    </>
  )
}
