import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../../components/toast'
import type { Unit, Visit } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { isMovable } from '../change'
import { stepDay, weekdayOf, weeksOf } from '../days'
import { VisitDialog } from '../edit/VisitDialog'
import { monthOf, sameMonth, type Month } from '../months'
import { statusOfKey, useMarking } from '../useMarking'
import { CalendarVisit } from './CalendarVisit'
import css from './MonthCalendar.module.css'
import { MoveDialog } from './MoveDialog'
import { useDragToDay } from './useDragToDay'

const WEEKEND = 6
const moves: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 }
const shifts: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

interface Place {
  visitId: string
  day: string
}

interface Props {
  visits: readonly Visit[]
  month: Month
  unit: Unit
}

/** The weeks of a month, each visit a mark on its day; what is planned can be moved to another one. */
export function MonthCalendar({ visits, month, unit }: Props) {
  const { t } = useTranslation()
  const table = useRef<HTMLTableElement>(null)
  const { marking, mark } = useMarking(unit.client_id)
  const [asked, setAsked] = useState<Place | null>(null)
  const [landed, setLanded] = useState<Place | null>(null)
  const ask = (visitId: string, day: string): void => {
    if (visits.find(({ id }) => id === visitId)?.day !== day) setAsked({ visitId, day })
  }
  const { drag, handlers } = useDragToDay(ask)
  const [opened, setOpened] = useState<Visit | null>(null)
  // It is looked up each time: somebody else may have changed it while the reason was written.
  const moving = visits.find((visit) => visit.id === asked?.visitId && isMovable(visit))
  const now = today()

  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>, visit: Visit): void => {
    if (event.ctrlKey || event.metaKey) return
    const shift = event.altKey ? shifts[event.key] : undefined
    const step = event.altKey ? undefined : moves[event.key]
    const status = event.altKey ? undefined : statusOfKey[event.key.toLowerCase()]
    if (shift !== undefined) {
      if (isMovable(visit)) ask(visit.id, stepDay(visit.day ?? now, shift))
      else showToast(t('visits.onlyPlanned'))
    } else if (step !== undefined) {
      const marks = [...(table.current?.querySelectorAll('li') ?? [])]
      marks[marks.indexOf(event.currentTarget) + step]?.focus()
    } else if (status) mark(visit, status)
    else if (event.key === 'Enter') setOpened(visit)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <table ref={table} className={css.calendar} aria-label={t('visits.month')}>
        <thead>
          <tr>
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <th key={day} scope="col" abbr={t(`visits.weekdayShort.${day}`)}>
                <span>{t(`visits.weekday.${day}`)}</span>
                <span aria-hidden="true">{t(`visits.weekdayShort.${day}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td
                  key={day}
                  data-day={day}
                  data-outside={!sameMonth(monthOf(day), month) || undefined}
                  data-weekend={weekdayOf(day) >= WEEKEND || undefined}
                  data-today={day === now || undefined}
                  data-over={drag?.over === day || undefined}
                >
                  <time dateTime={day}>{Number(day.slice(8))}</time>
                  <ul>
                    {visits
                      .filter((visit) => visit.day === day)
                      .map((visit) => (
                        <CalendarVisit
                          key={visit.id}
                          visit={visit}
                          drag={drag?.id === visit.id ? drag : null}
                          isLanded={landed?.visitId === visit.id && landed.day === day}
                          onKeyDown={(event) => onKeyDown(event, visit)}
                          onDoubleClick={() => setOpened(visit)}
                          {...(isMovable(visit) ? handlers(visit.id) : {})}
                        />
                      ))}
                  </ul>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {visits.length === 0 && <p className="quiet">{t('visits.noneInMonth')}</p>}
      {marking.error && (
        <p className={css.refused} role="alert">
          {reasonText(marking.error, t)}
        </p>
      )}
      {opened && <VisitDialog visit={opened} onClose={() => setOpened(null)} />}
      {asked && moving && (
        <MoveDialog
          visit={moving}
          to={asked.day}
          onMoved={({ id, day }) => {
            setAsked(null)
            setLanded(day === null ? null : { visitId: id, day })
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
