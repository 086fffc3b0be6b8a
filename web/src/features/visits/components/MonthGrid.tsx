import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { VisitCounts, VisitMonths } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { cellText, isShort, monthKey, monthOf, monthsBetween, sumOf, type Month } from '../months'
import css from './MonthGrid.module.css'

interface Props {
  grid: VisitMonths
  unitName: (unitId: string) => string
  /** Where a person is. */
  current?: { unitId: string } & Month
  /** Below the last unit: how to see those that are not here. */
  more?: ReactNode
}

/** Units by months with the sums of both; each cell opens the visits that it counts. */
export function MonthGrid({ grid, unitName, current, more }: Props) {
  const { t } = useTranslation()
  const months = monthsBetween({ year: grid.from_year, month: grid.from_month }, { year: grid.to_year, month: grid.to_month })
  const now = monthOf(today())
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={t('visits.grid')}>
      <table className={css.grid}>
        <thead>
          <tr>
            <th scope="col">{t('visits.unit')}</th>
            <th scope="col">{t('visits.sum')}</th>
            {months.map((month) => (
              <th key={monthKey(month)} scope="col" data-now={monthKey(month) === monthKey(now) || undefined} title={`${t(`month.${month.month}`)} ${month.year}`}>
                {t(`monthShort.${month.month}`)}
                {(month.month === 1 || month === months[0]) && <small>{` ’${`${month.year}`.slice(2)}`}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.sites.map((site) => (
            <tr key={site.unit_id} data-current={site.unit_id === current?.unitId || undefined}>
              <th scope="row" title={unitName(site.unit_id)}>
                {unitName(site.unit_id)}
              </th>
              <td className={css.sum}>{cellText(sumOf(site.months))}</td>
              {months.map((month) => {
                const counts = site.months.find((each) => monthKey(each) === monthKey(month))
                return (
                  <Cell key={monthKey(month)} counts={counts} short={counts !== undefined && isShort(counts, month, now)}>
                    <Link
                      to="/visits/$unit/$year/$month"
                      params={{ unit: site.unit_id, year: `${month.year}`, month: `${month.month}` }}
                      aria-current={site.unit_id === current?.unitId && monthKey(month) === monthKey(current) ? 'page' : undefined}
                      aria-label={t('visits.cell', { unit: unitName(site.unit_id), month: t(`month.${month.month}`), year: month.year, text: counts ? cellText(counts) : '0' })}
                    >
                      {counts ? cellText(counts) : '·'}
                    </Link>
                  </Cell>
                )
              })}
            </tr>
          ))}
          {more && (
            <tr>
              <th scope="row" colSpan={months.length + 2}>
                {more}
              </th>
            </tr>
          )}
        </tbody>
        {grid.count > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{t('visits.sum')}</th>
              <td className={css.sum}>{cellText(sumOf(grid.months))}</td>
              {months.map((month) => {
                const counts = grid.months.find((each) => monthKey(each) === monthKey(month))
                return <td key={monthKey(month)}>{counts ? cellText(counts) : ''}</td>
              })}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

function Cell({ counts, short, children }: { counts: VisitCounts | undefined; short: boolean; children: ReactNode }) {
  return (
    <td data-none={!counts || undefined} data-short={short || undefined}>
      {children}
    </td>
  )
}
