import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { SelectField } from '../../../components/Field'
import type { Unit } from '../../../lib/api/types'
import { useAct } from '../../../lib/useAct'
import { useRequestKey } from '../../../lib/useRequestKey'
import { copyMedia, moveMedia } from '../api/media'
import { refreshMedia } from '../refresh'

interface Props {
  act: 'move' | 'copy'
  ids: string[]
  /** Where they may go. */
  units: readonly Unit[]
  onDone: () => void
  onClose: () => void
}

/** Moves or copies files into the gallery of another unit. */
export function UnitDialog({ act, ids, units, onDone, onClose }: Props) {
  const { t } = useTranslation()
  const [unitId, setUnitId] = useState(units[0]?.id ?? '')
  const keyOf = useRequestKey()
  const send = useAct(
    (to: string) => (act === 'move' ? moveMedia(ids, to) : copyMedia(ids, to, keyOf([ids, to]))),
    t(`galleries.${act}Done`, { count: ids.length, unit: units.find(({ id }) => id === unitId)?.name ?? '' }),
    refreshMedia,
  )
  return (
    <ActDialog
      title={t(`galleries.${act}Title`, { count: ids.length })}
      act={t(`galleries.${act}`)}
      error={send.error}
      pending={send.isPending}
      ready={unitId !== ''}
      onAct={() => send.mutate(unitId, { onSuccess: onDone })}
      onClose={onClose}
    >
      <SelectField wide label={t('galleries.toUnit')} value={unitId} choices={units.map(({ id, name }) => ({ value: id, label: name }))} onText={setUnitId} />
    </ActDialog>
  )
}
