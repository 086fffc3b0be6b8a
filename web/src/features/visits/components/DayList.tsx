import { Link } from '@tanstack/react-router'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import type { Unit, Visit, VisitStatus } from '../../../lib/api/types'
import { formatDay, formatTime } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { VisitDialog } from '../edit/VisitDialog'
import { statuses } from '../statuses'
import { statusOfKey, useMarking } from '../useMarking'
import css from './DayList.module.css'
import { VisitMark } from './VisitMark'

const moves: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 }

/** The visits of a month, day by day; how one stands is changed by a key or in its row, the rest in a window. */
export function DayList({ visits, unit }: { visits: readonly Visit[]; unit: Unit }) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const { marking, mark } = useMarking(unit.client_id)
  const [opened, setOpened] = useState<Visit | null>(null)
  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>, visit: Visit, index: number): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const step = moves[event.key]
    const status = statusOfKey[event.key.toLowerCase()]
    if (step !== undefined) (list.current?.children[index + step] as HTMLElement | undefined)?.focus()
    else if (status) mark(visit, status)
    else if (event.key === 'Enter') setOpened(visit)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (visits.length === 0) return <p className="quiet">{t('visits.noneInMonth')}</p>
  return (
    <>
      <ul ref={list} className={css.list} aria-label={t('visits.month')}>
        {visits.map((visit, index) => (
          <li key={visit.id} tabIndex={0} className={css.visit} data-status={visit.status} onKeyDown={(event) => onKeyDown(event, visit, index)}>
            <span className={css.when}>
              <b>{formatDay(visit.day)}</b> {timesOf(visit)}
            </span>
            <span className={css.what}>
              {[visit.kind, ...visit.performers].filter(Boolean).join(' · ')}
              {visit.billable && <i>{t('visits.billable')}</i>}
              {visit.status === 'planned' && <VisitMark visit={visit} />}
              {visit.note && <span className={css.note}>{visit.note}</span>}
            </span>
            <IconButton small icon="edit" name={t('visits.editTitle', { day: formatDay(visit.day) })} onClick={() => setOpened(visit)} />
            <Link to="/galleries/$unit" params={{ unit: unit.id }} search={{ visit: visit.id }} className={css.photos} aria-label={`${t('visits.photos')}: ${formatDay(visit.day)}`} title={t('visits.photos')}>
              <Icon name="picture" />
            </Link>
            <select
              className={css.status}
              aria-label={t('visits.changeStatus', { day: formatDay(visit.day) })}
              value={visit.status}
              disabled={marking.isPending}
              onChange={(event) => mark(visit, event.target.value as VisitStatus)}
            >
              {statuses.map((status) => (
                <option key={status} value={status}>
                  {t(`visitStatus.${status}`)}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
      {marking.error && (
        <p className={css.refused} role="alert">
          {reasonText(marking.error, t)}
        </p>
      )}
      {opened && <VisitDialog visit={opened} onClose={() => setOpened(null)} />}
    </>
  )
}

/** When it was, else when it is to be. */
function timesOf({ planned_start, started, ended }: Visit): string {
  if (!started) return planned_start ? formatTime(planned_start) : ''
  return ended ? `${formatTime(started)}–${formatTime(ended)}` : formatTime(started)
}
