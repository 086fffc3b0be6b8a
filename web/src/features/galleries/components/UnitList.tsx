import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Gallery, Unit } from '../../../lib/api/types'
import { formatNumber } from '../../../lib/format'
import css from './UnitList.module.css'

interface Props {
  units: readonly Unit[]
  galleries: readonly Gallery[]
  unitId: string
}

/** The galleries of the client's units, active units first. */
export function UnitList({ units, galleries, unitId }: Props) {
  const { t, i18n } = useTranslation()
  if (units.length < 2) return null
  const counts = new Map(galleries.map(({ unit_id, count }) => [unit_id, count]))
  const inOrder = [...units.filter(({ active }) => active), ...units.filter(({ active }) => !active)]
  return (
    <nav className={css.units} aria-label={t('galleries.byUnit')}>
      {inOrder.map(({ id, name, active }) => (
        <Link key={id} to="/galleries/$unit" params={{ unit: id }} aria-current={id === unitId ? 'page' : undefined} data-closed={!active || undefined}>
          <span>{name}</span>
          <b>{formatNumber(counts.get(id) ?? 0, i18n.language)}</b>
        </Link>
      ))}
    </nav>
  )
}
