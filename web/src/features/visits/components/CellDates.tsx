import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Visit } from '../../../lib/api/types'
import { useDelayed } from '../../../lib/useDelayed'
import { getMonth } from '../api/visits'
import { monthKey, type Month } from '../months'
import css from './MonthGrid.module.css'

const MOMENT_MS = 200

/** A cell of the grid. */
export interface Cell {
  unitId: string
  name: string
  month: Month
}

/** The days of the visits of the cell at which a person points or stands; read only once they stay there. */
export function CellDates({ cell }: { cell: Cell | null }) {
  const { t } = useTranslation()
  const looked = useDelayed(cell, MOMENT_MS)
  const visits = useQuery({
    queryKey: ['visits', looked?.unitId, looked && monthKey(looked.month)],
    queryFn: ({ signal }) => getMonth(looked?.unitId ?? '', looked?.month ?? { year: 0, month: 0 }, signal),
    enabled: looked !== null,
    staleTime: 60_000,
  })
  const dayText = ({ day, status }: Visit): string => `${Number(day?.slice(8))}.${status === 'done' ? '' : ` (${t(`visitStatus.${status}`)})`}`
  const days = visits.data?.map(dayText).join(', ')
  return (
    <p className={css.dates} aria-live="polite">
      {looked && days && t('visits.cell', { unit: looked.name, month: t(`month.${looked.month.month}`), year: looked.month.year, text: days })}
    </p>
  )
}
