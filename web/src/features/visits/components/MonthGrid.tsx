import { Link } from '@tanstack/react-router'
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { MonthlyVisits, Unit, Visit, VisitMonths } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { cellsOf, cellText, isClosedIn, isShort, monthKey, monthOf, monthsBetween, sameMonth, splitMonth, sumOfSplits, type Month, type Split } from '../months'
import type { VisitsSearch } from '../params'
import { CellDates, type Cell } from './CellDates'
import css from './MonthGrid.module.css'
import { SplitText } from './SplitText'
import { useCellKeys } from './useCellKeys'

/** Columns before the months: the unit and its sum. */
const HEADS = 2

interface Props {
  grid: VisitMonths
  /** What is known of a unit; undefined until it is. */
  unitOf: (unitId: string) => Unit | undefined
  /** Planned visits of this year until today. */
  due: readonly Visit[]
  hasPhotos: (unitId: string, month: Month) => boolean
  /** Where a person is. */
  current?: { unitId: string } & Month & VisitsSearch
  /** Below the last unit: how to see those that are not here. */
  more?: ReactNode
}

/** Units by months with the sums of both; each cell opens the visits that it counts. */
export function MonthGrid({ grid, unitOf, due, hasPhotos, current, more }: Props) {
  const { t } = useTranslation()
  const [pointed, setPointed] = useState<Cell | null>(null)
  const months = monthsBetween({ year: grid.from_year, month: grid.from_month }, { year: grid.to_year, month: grid.to_month })
  const now = monthOf(today())
  const dueNow = due.filter(({ day }) => day !== null && sameMonth(monthOf(day), now))
  const dueOf = new Map<string, number>()
  for (const { unit_id } of dueNow) dueOf.set(unit_id, (dueOf.get(unit_id) ?? 0) + 1)
  const splitsOf = (counts: MonthlyVisits, untilToday: number): (Split | undefined)[] =>
    cellsOf(counts).map((cell, place) => cell && splitMonth(cell, months[place] ?? now, now, untilToday))
  const sums = splitsOf(grid.sums, dueNow.length)
  const scroll = useRef<HTMLDivElement>(null)
  const looked = current ? months.findIndex((month) => sameMonth(month, current)) : -1
  const shown = looked < 0 ? months.length - 1 : looked
  const keys = useCellKeys((grid.sites.find((site) => site.unit_id === current?.unitId) ?? grid.sites[0])?.unit_id, months[shown] ?? now)
  const isNamed = grid.sites.some((site) => unitOf(site.unit_id) !== undefined)
  // A grid wider than the screen ends with the month that is looked at, else with the newest; the names of units widen it once they are known.
  useLayoutEffect(() => {
    const [box, head] = [scroll.current, scroll.current?.querySelector<HTMLElement>(`thead th:nth-child(${shown + HEADS + 1})`)]
    if (box && head) box.scrollLeft += head.getBoundingClientRect().right - box.getBoundingClientRect().right
  }, [shown, isNamed])
  // A grid longer than its place shows the unit that is looked at.
  useLayoutEffect(() => {
    const [box, row] = [scroll.current, scroll.current?.querySelector<HTMLElement>('tr[data-current]')]
    if (!box || !row) return
    const isInSight = row.offsetTop >= box.scrollTop + row.offsetHeight && row.offsetTop + 2 * row.offsetHeight <= box.scrollTop + box.clientHeight
    if (!isInSight) box.scrollTop = row.offsetTop - box.clientHeight / 2
  }, [current?.unitId, isNamed])
  return (
    <>
      <div ref={scroll} className={css.scroll} tabIndex={0} role="region" aria-label={t('visits.grid')}>
        <table className={css.grid} onKeyDown={keys.onKeyDown}>
          <thead>
            <tr>
              <th scope="col">{t('visits.unit')}</th>
              <th scope="col">{t('visits.sum')}</th>
              {months.map((month) => (
                <th key={monthKey(month)} scope="col" data-now={sameMonth(month, now) || undefined} title={`${t(`month.${month.month}`)} ${month.year}`}>
                  {t(`monthShort.${month.month}`)}
                  {(month.month === 1 || month === months[0]) && <small>{` ’${`${month.year}`.slice(2)}`}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.sites.map((site) => (
              <SiteRow
                key={site.unit_id}
                unitId={site.unit_id}
                splits={splitsOf(site, dueOf.get(site.unit_id) ?? 0)}
                unit={unitOf(site.unit_id)}
                hasPhotos={hasPhotos}
                onPoint={setPointed}
                keys={keys}
                months={months}
                now={now}
                current={site.unit_id === current?.unitId ? current : undefined}
                search={{ view: current?.view }}
              />
            ))}
            {more && (
              <tr>
                <th scope="row" colSpan={months.length + HEADS}>
                  {more}
                </th>
              </tr>
            )}
          </tbody>
          {grid.count > 1 && (
            <tfoot>
              <tr>
                <th scope="row">{t('visits.sum')}</th>
                <td className={css.sum}>
                  <SplitText split={sumOfSplits(sums)} />
                </td>
                {months.map((month, place) => (
                  <td key={monthKey(month)}>{sums[place] && <SplitText split={sums[place]} />}</td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      <CellDates cell={pointed} />
    </>
  )
}

interface RowProps {
  unitId: string
  /** Of each month; of one without any visit, none. */
  splits: readonly (Split | undefined)[]
  unit: Unit | undefined
  hasPhotos: Props['hasPhotos']
  onPoint: (cell: Cell) => void
  keys: ReturnType<typeof useCellKeys>
  months: readonly Month[]
  now: Month
  /** The month where a person is, when it is in this row. */
  current: Month | undefined
  search: VisitsSearch
}

function SiteRow({ unitId, splits, unit, hasPhotos, onPoint, keys, months, now, current, search }: RowProps) {
  const { t } = useTranslation()
  const name = unit?.name ?? '…'
  return (
    <tr data-current={current !== undefined || undefined}>
      <th scope="row" title={name}>
        {name}
      </th>
      <td className={css.sum}>
        <SplitText split={sumOfSplits(splits)} />
      </td>
      {months.map((month, place) => {
        const split = splits[place]
        const isClosed = unit !== undefined && isClosedIn(month, unit)
        const photos = hasPhotos(unitId, month)
        const point = (): void => onPoint({ unitId, name, month })
        const cell = t('visits.cell', { unit: name, month: t(`month.${month.month}`), year: month.year, text: split ? [cellText(split.due), split.ahead > 0 && t('visits.ahead', { count: split.ahead })].filter(Boolean).join(', ') : '0' })
        return (
          <td
            key={monthKey(month)}
            data-none={!split || undefined}
            data-short={(split !== undefined && isShort(split.due, month, now)) || undefined}
            data-closed={isClosed || undefined}
            data-photos={photos || undefined}
          >
            <Link
              to="/visits/$unit/$year/$month"
              params={{ unit: unitId, year: `${month.year}`, month: `${month.month}` }}
              search={search}
              aria-current={current && sameMonth(current, month) ? 'page' : undefined}
              aria-label={[isClosed ? t('visits.cellClosed', { cell }) : cell, photos && t('visits.cellPhotos')].filter(Boolean).join(', ')}
              tabIndex={keys.isStop(unitId, month) ? 0 : -1}
              onPointerEnter={point}
              onFocus={() => {
                keys.onStop(unitId, month)
                point()
              }}
            >
              {split ? <SplitText split={split} /> : isClosed ? '\u00a0' : '·'}
            </Link>
          </td>
        )
      })}
    </tr>
  )
}
