import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Gallery, Unit } from '../../../lib/api/types'
import { formatNumber } from '../../../lib/format'
import css from './UnitList.module.css'

/** The units of a client with how much is in the gallery of each; those that are closed come last. */
export function UnitList({ units, galleries, current }: { units: readonly Unit[]; galleries: readonly Gallery[]; current: string }) {
  const { t, i18n } = useTranslation()
  const ordered = [...units].sort((a, b) => Number(b.active) - Number(a.active))
  return (
    <nav className={css.units} aria-label={t('galleries.byUnit')}>
      {ordered.map(({ id, name, active }) => (
        <Link key={id} to="/galleries/$unit" params={{ unit: id }} search={{}} aria-current={id === current ? 'page' : undefined} data-closed={!active || undefined} title={active ? name : t('galleries.closed', { name })}>
          <span className="one-line">{name}</span>
          <span>{formatNumber(galleries.find(({ unit_id }) => unit_id === id)?.count ?? 0, i18n.language)}</span>
        </Link>
      ))}
    </nav>
  )
}
