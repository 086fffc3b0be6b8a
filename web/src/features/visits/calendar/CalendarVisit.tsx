import { useEffect, useRef, type HTMLAttributes } from 'react'
import { useTranslation } from 'react-i18next'
import type { Visit } from '../../../lib/api/types'
import { formatTime } from '../../../lib/format'
import { standingOf, VisitMark } from '../components/VisitMark'
import { isMovable } from '../change'
import css from './CalendarVisit.module.css'
import type { Drag } from './useDragToDay'

interface Props extends HTMLAttributes<HTMLLIElement> {
  visit: Visit
  /** Where it is while somebody drags it. */
  drag: Drag | null
  /** It was moved to this day just now. */
  isLanded: boolean
}

/** A visit on its day of the calendar: how it stands, its time, and what is done where there is room. */
export function CalendarVisit({ visit, drag, isLanded, ...rest }: Props) {
  const { t } = useTranslation()
  const element = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isLanded) element.current?.focus()
  }, [isLanded])
  const time = formatTime(visit.started ?? visit.planned_start ?? '')
  const what = [visit.kind, ...visit.performers].filter(Boolean).join(' · ')
  return (
    <li
      ref={element}
      tabIndex={0}
      className={css.visit}
      aria-label={[`${time} ${what}`.trim(), t(`visitStatus.${standingOf(visit)}`), visit.note].filter(Boolean).join(', ')}
      title={[`${time} ${what}`, visit.note].filter(Boolean).join('\n')}
      data-status={visit.status}
      data-movable={isMovable(visit) || undefined}
      data-dragged={drag !== null || undefined}
      style={drag ? { transform: `translate(${drag.dx}px, ${drag.dy}px)` } : undefined}
      {...rest}
    >
      <VisitMark visit={visit}>{time}</VisitMark> <span className={css.what}>{visit.kind}</span>
    </li>
  )
}
