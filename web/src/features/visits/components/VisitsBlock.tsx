import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Section } from '../../../components/Section'
import type { Card, Client, VisitMonths } from '../../../lib/api/types'
import { formatDay, formatNumber, formatTime, today } from '../../../lib/format'
import { useUnit } from '../../card/useUnit'
import { getMonths } from '../api/visits'
import { CheckNotice } from '../check/CheckNotice'
import { cellText, monthOf, openingOf, splitYear, wanted, type Month } from '../months'
import { useDue } from '../useDue'
import { usePhotoMonths } from '../usePhotoMonths'
import { MonthGrid } from './MonthGrid'
import { VisitMark } from './VisitMark'
import css from './VisitsBlock.module.css'

const MONTHS = 12

interface Props {
  client: Client
  /** The unit that is selected. */
  unitId: string | undefined
  section: Card['sections']['visits']
  onRetry: () => void
  retrying: boolean
}

/** Who was where: units by months, years, and the last visits. */
export function VisitsBlock({ client, unitId, section, onRetry, retrying }: Props) {
  const { t, i18n } = useTranslation()
  const [all, setAll] = useState(false)
  const data = section.data
  const whole = useQuery({
    queryKey: ['card', client.id, 'visits'],
    queryFn: ({ signal }) => getMonths(client.id, { months: MONTHS }, signal),
    enabled: all,
  })
  const grid = (all && whole.data) || data?.months
  const unitOf = useUnit(client.id, (grid?.sites.length ?? 0) + (data?.visits.length ?? 0) > 0)
  const due = useDue(data && data.months.years.length > 0 ? client.id : undefined)
  const hasPhotos = usePhotoMonths(grid && grid.count > 0 ? client.id : undefined)
  const hidden = grid ? grid.count - grid.sites.length : 0
  const count = data?.months.years.reduce((sum, year) => sum + year.done, 0) ?? 0
  const here = unitId ?? grid?.sites[0]?.unit_id ?? client.main_unit_id
  const now = monthOf(today())
  return (
    <Section
      id="visits"
      title={t('visits.title')}
      count={count > 0 ? formatNumber(count, i18n.language) : undefined}
      state={section.state}
      asOf={section.as_of}
      onRetry={onRetry}
      retrying={retrying}
      action={
        here && (
          <Link to="/visits/$unit/$year/$month" params={{ unit: here, year: `${now.year}`, month: `${now.month}` }} className={css.open}>
            {t('visits.thisMonth')}
          </Link>
        )
      }
    >
      {data && count === 0 && data.months.count === 0 && data.visits.length === 0 && <p className="quiet">{t('visits.none')}</p>}
      {data && <CheckNotice clientId={client.id} />}
      {grid && grid.count > 0 && (
        <MonthGrid
          grid={grid}
          unitOf={unitOf}
          due={due}
          hasPhotos={hasPhotos}
          more={
            hidden > 0 && (
              <Button look="quiet" disabled={whole.isFetching} onClick={() => setAll(true)}>
                {t('visits.moreUnits', { count: hidden })}
              </Button>
            )
          }
        />
      )}
      {grid && grid.years.length > 0 && (
        <ul className={css.years} aria-label={t('visits.years')}>
          {grid.years.map((year) => (
            <li key={year.year}>
              <YearCount counts={year} untilToday={due.length} unitId={here} now={now} />
            </li>
          ))}
        </ul>
      )}
      {data && data.visits.length > 0 && (
        <ul className={css.last} aria-label={t('visits.last')}>
          {data.visits.map((visit) => {
            const { year, month } = monthOf(visit.day ?? today())
            return (
              <li key={visit.id}>
                <Link to="/visits/$unit/$year/$month" params={{ unit: visit.unit_id, year: `${year}`, month: `${month}` }}>
                  {formatDay(visit.day)} {formatTime(visit.started ?? visit.planned_start ?? '')}
                </Link>
                <span className={css.what}>
                  <b>{unitOf(visit.unit_id)?.name ?? '…'}</b> {[visit.kind, ...visit.performers].filter(Boolean).join(' · ')}
                  {visit.note && <span className={css.note}>{visit.note}</span>}
                </span>
                <VisitMark visit={visit} />
              </li>
            )
          })}
        </ul>
      )}
    </Section>
  )
}

/** A year of all units, which opens that of one unit; what is planned ahead stands by itself. */
function YearCount({ counts, untilToday, unitId, now }: { counts: VisitMonths['years'][number]; untilToday: number; unitId: string | null; now: Month }) {
  const { t } = useTranslation()
  const { year } = counts
  const { due, ahead } = splitYear(counts, year, now, untilToday)
  const opening = openingOf(year, now)
  const text = (
    <>
      {year} {wanted(due) > 0 && <b>{cellText(due)}</b>}
    </>
  )
  return (
    <>
      {unitId ? (
        <Link to="/visits/$unit/$year/$month" params={{ unit: unitId, year: `${opening.year}`, month: `${opening.month}` }}>
          {text}
        </Link>
      ) : (
        text
      )}
      {ahead > 0 && ` ${t('visits.ahead', { count: ahead })}`}
    </>
  )
}
