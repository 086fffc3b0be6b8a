import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import type { Turnover } from '../../../lib/api/types'
import { scale } from '../turnover'
import css from './YearBars.module.css'

interface Props {
  years: Turnover['years']
  chosen: number
  onYear: (year: number) => void
}

const showLast = (row: HTMLElement | null): void => {
  if (row) row.scrollLeft = row.scrollWidth
}

/** Each year with its sum, oldest first; the chosen one is shown by months. */
export function YearBars({ years, chosen, onYear }: Props) {
  const { t } = useTranslation()
  const { bar } = scale(years.map((year) => year.net.amount))
  return (
    <div ref={showLast} className={css.years} role="group" aria-label={t('turnover.years')}>
      {years.toReversed().map(({ year, net }) => (
        <button key={year} type="button" className={css.year} aria-pressed={year === chosen} onClick={() => onYear(year)}>
          <span className={css.bar} style={{ height: `${Math.round(bar(net.amount).height * 28)}px` }} />
          <span className={css.name}>{year}</span>
          <Money value={net} />
        </button>
      ))}
    </div>
  )
}
