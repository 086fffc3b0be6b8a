import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import type { Unit } from '../../../lib/api/types'

interface Props {
  title: string
  act: string
  units: readonly Unit[]
  error: Error | null
  pending: boolean
  onUnit: (unitId: string) => void
  onClose: () => void
}

/** Asks into the gallery of which unit. */
export function UnitDialog({ title, act, units, error, pending, onUnit, onClose }: Props) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(units[0]?.id ?? '')
  return (
    <ActDialog title={title} act={act} error={error} pending={pending} ready={chosen !== ''} onAct={() => onUnit(chosen)} onClose={onClose}>
      <label>
        {t('galleries.unit')}{' '}
        <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
          {units.map(({ id, name, active }) => (
            <option key={id} value={id}>
              {active ? name : t('galleries.closedUnit', { name })}
            </option>
          ))}
        </select>
      </label>
    </ActDialog>
  )
}
