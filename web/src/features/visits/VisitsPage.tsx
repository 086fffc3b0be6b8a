import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { StandIn } from '../../app/StandIn'
import { Banner } from '../../components/Banner'
import { Button, IconButton } from '../../components/Button'
import { Kbd } from '../../components/Kbd'
import { getClient } from '../../lib/api/client'
import { today } from '../../lib/format'
import { reasonText } from '../../lib/reasons'
import { useUnit } from '../card/useUnit'
import { getMonth, getMonths, getUnit } from './api/visits'
import { MonthCalendar } from './calendar/MonthCalendar'
import { DayList } from './components/DayList'
import { MonthGrid } from './components/MonthGrid'
import { focusNewVisit, QuickEntry } from './components/QuickEntry'
import { isAhead, monthKey, monthOf, sameMonth, splitOf, stepMonth, wanted, type Month } from './months'
import type { VisitsSearch } from './params'
import { Plans } from './plans/Plans'
import { useDue } from './useDue'
import { usePhotoMonths } from './usePhotoMonths'
import css from './VisitsPage.module.css'

/** Puts the cursor where the visits begin, from nowhere; what has the cursor keeps its arrows. */
function focusFirstVisit(): boolean {
  const first = document.querySelector<HTMLElement>('section[aria-labelledby="visits-month"] li[tabindex]')
  if (document.activeElement !== document.body || !first) return false
  first.focus()
  return true
}

/** The visits of a unit in a month, and the year around it. */
export function VisitsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { unit: unitId, ...params } = useParams({ from: '/visits/$unit/$year/$month' })
  const { view } = useSearch({ from: '/visits/$unit/$year/$month' })
  const shown: Month = { year: Number(params.year), month: Number(params.month) }
  const unit = useQuery({ queryKey: ['unit', unitId], queryFn: ({ signal }) => getUnit(unitId, signal) })
  const clientId = unit.data?.client_id
  const client = useQuery({ queryKey: ['client', clientId], queryFn: ({ signal }) => getClient(clientId ?? '', signal), enabled: clientId !== undefined })
  const visits = useQuery({ queryKey: ['visits', unitId, monthKey(shown)], queryFn: ({ signal }) => getMonth(unitId, shown, signal) })
  const year = useQuery({
    queryKey: ['visits', clientId, 'year', shown.year],
    queryFn: ({ signal }) => getMonths(clientId ?? '', { to_year: shown.year, to_month: 12, months: 12 }, signal),
    enabled: clientId !== undefined,
    placeholderData: keepPreviousData,
  })
  const due = useDue(clientId)
  const hasPhotos = usePhotoMonths(clientId)
  const unitOf = useUnit(clientId, year.data !== undefined)
  const title = unit.data ? unit.data.name : ''
  useEffect(() => {
    document.title = title ? `${title} · ${t('visits.title')} · SYS` : 'SYS'
  }, [title, t])

  const now = monthOf(today())
  const to = ({ year: nextYear, month }: Month) => ({ to: '/visits/$unit/$year/$month', params: { unit: unitId, year: `${nextYear}`, month: `${month}` }, search: { view } }) as const
  const go = (month: Month): void => void navigate(to(month))
  const show = (next: VisitsSearch['view']): void => void navigate({ ...to(shown), search: { view: next }, replace: true })
  useKeys({
    ArrowLeft: () => go(stepMonth(shown, -1)),
    ArrowRight: () => go(stepMonth(shown, 1)),
    PageUp: () => go(stepMonth(shown, -12)),
    PageDown: () => go(stepMonth(shown, 12)),
    Home: () => go(now),
    ArrowDown: () => focusFirstVisit(),
    k: () => show(view ? undefined : 'calendar'),
    n: () => focusNewVisit(),
    Escape: () => clientId && void navigate({ to: '/clients/$id', params: { id: clientId }, search: { unit: unitId } }),
  })

  if (!unit.data) return <StandIn error={unit.error} onRetry={() => void unit.refetch()} />
  const split = splitOf(visits.data ?? [], today())
  return (
    <main className={css.page}>
      {visits.error && (
        <Banner action={<Button small onClick={() => void visits.refetch()}>{t('action.retry')}</Button>}>{reasonText(visits.error, t)}</Banner>
      )}
      <div className={css.inside}>
        <nav className={css.path} aria-label={t('visits.path')}>
          <Link to="/clients/$id" params={{ id: unit.data.client_id }} search={{ unit: unitId }}>
            {client.data?.name_shown ?? '…'}
          </Link>
        </nav>
        <header className={css.head}>
          <h1>
            {unit.data.name} <span>{t('visits.monthOf', { year: shown.year, month: t(`month.${shown.month}`) })}</span>
          </h1>
          <IconButton icon="left" name={t('visits.before')} onClick={() => go(stepMonth(shown, -1))} />
          <IconButton icon="right" name={t('visits.after')} onClick={() => go(stepMonth(shown, 1))} />
          <Button small disabled={sameMonth(shown, now)} onClick={() => go(now)}>
            {t('visits.thisMonth')}
          </Button>
          <Link to="/visits/check" search={{ year: params.year, month: params.month, client: unit.data.client_id }}>
            {t('visits.check.link')}
          </Link>
        </header>
        <section className={css.year} aria-labelledby="visits-year">
          <header>
            <h2 id="visits-year">{t('visits.year', { year: shown.year })}</h2>
            <Link {...to({ ...shown, year: shown.year - 1 })}>{shown.year - 1}</Link>
            <Link {...to({ ...shown, year: shown.year + 1 })}>{shown.year + 1}</Link>
          </header>
          {year.error && <p className="quiet">{reasonText(year.error, t)}</p>}
          {!year.data && !year.error && <div className={css.waiting} aria-busy="true" />}
          {year.data && year.data.count > 0 && (
            <MonthGrid grid={year.data} unitOf={unitOf} due={due} hasPhotos={hasPhotos} current={{ unitId, ...shown, view }} />
          )}
          {year.data?.count === 0 && <p className="quiet">{t('visits.noneInYear')}</p>}
        </section>
        <section aria-labelledby="visits-month">
          <header className={css.bar}>
            <h2 id="visits-month">{t('visits.month')}</h2>
            {visits.data && (
              <span className={css.count}>
                {[!isAhead(split) && t('visits.doneOf', { done: split.due.done, count: wanted(split.due) }), split.ahead > 0 && t('visits.ahead', { count: split.ahead })].filter(Boolean).join(' · ')}
              </span>
            )}
            <span className={css.keys}>
              <Kbd keys="↑ ↓" /> <Kbd keys="Enter" /> {t('visits.edit')} <Kbd keys="D" /> {t('visitStatus.done')} <Kbd keys="M" /> {t('visitStatus.missed')} <Kbd keys="C" /> {t('visitStatus.cancelled')} <Kbd keys="P" />{' '}
              {t('visitStatus.planned')}
              {view === 'calendar' && (
                <>
                  {' '}
                  <Kbd keys="Alt ← →" /> {t('visits.move')}
                </>
              )}
            </span>
            <div className={css.views} role="group" aria-label={t('visits.view')}>
              {([undefined, 'calendar'] as const).map((each) => (
                <button key={each ?? 'list'} type="button" aria-pressed={view === each} onClick={() => show(each)}>
                  {t(`visits.${each ?? 'list'}`)}
                </button>
              ))}
            </div>
          </header>
          {visits.data && view === undefined && <DayList visits={visits.data} unit={unit.data} />}
          {visits.data && view === 'calendar' && <MonthCalendar key={`calendar ${monthKey(shown)}`} visits={visits.data} month={shown} unit={unit.data} />}
          <QuickEntry key={monthKey(shown)} unit={unit.data} month={shown} latest={visits.data?.at(-1)} />
        </section>
        <Plans unit={unit.data} />
      </div>
    </main>
  )
}
