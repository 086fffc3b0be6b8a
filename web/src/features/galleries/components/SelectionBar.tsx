import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import type { Media, Unit } from '../../../lib/api/types'
import { useAct } from '../../../lib/useAct'
import { copyMedia, moveMedia } from '../api/media'
import { refreshGalleries } from '../refresh'
import css from './SelectionBar.module.css'
import { UnitDialog } from './UnitDialog'

interface Props {
  selected: readonly Media[]
  inBin: boolean
  /** Where they may go. */
  units: readonly Unit[]
  onRemove: (mediaIds: string[]) => void
  onRestore: (mediaIds: string[]) => void
  onDone: () => void
}

/** What can be done with the files that are selected. */
export function SelectionBar({ selected, inBin, units, onRemove, onRestore, onDone }: Props) {
  const { t } = useTranslation()
  const [going, setGoing] = useState<{ act: 'move' | 'copy'; key: string } | null>(null)
  const ids = selected.map(({ id }) => id)
  const send = useAct(
    (unitId: string) => (going?.act === 'copy' ? copyMedia(ids, unitId, going.key) : moveMedia(ids, unitId)),
    t(going?.act === 'copy' ? 'galleries.copied' : 'galleries.moved', { count: ids.length }),
    refreshGalleries,
  )
  const begin = (act: 'move' | 'copy'): void => setGoing({ act, key: crypto.randomUUID() })
  const done = (act: (mediaIds: string[]) => void): void => {
    act(ids)
    onDone()
  }
  return (
    <div className={css.bar} role="toolbar" aria-label={t('galleries.selection')}>
      <b>{t('galleries.selected', { count: ids.length })}</b>
      {inBin ? (
        <Button look="primary" onClick={() => done(onRestore)}>
          {t('galleries.restore')}
        </Button>
      ) : (
        <>
          {units.length > 0 && (
            <>
              <Button onClick={() => begin('move')}>{t('galleries.move')}</Button>
              <Button onClick={() => begin('copy')}>{t('galleries.copy')}</Button>
            </>
          )}
          <Button icon="trash" onClick={() => done(onRemove)}>
            {t('galleries.toBin')}
          </Button>
        </>
      )}
      <Button look="quiet" onClick={onDone}>
        {t('action.cancel')}
      </Button>
      {going && (
        <UnitDialog
          title={t(going.act === 'copy' ? 'galleries.copyTitle' : 'galleries.moveTitle', { count: ids.length })}
          act={t(`galleries.${going.act}`)}
          units={units}
          error={send.error}
          pending={send.isPending}
          onUnit={(unitId) => send.mutate(unitId, { onSuccess: onDone })}
          onClose={() => setGoing(null)}
        />
      )}
    </div>
  )
}
