// A visit as it is typed: times and names are texts until they are sent.
import type { Visit, VisitInput } from '../../../lib/api/types'
import { formatTime } from '../../../lib/format'
import { instantInRiga, parseTime } from '../../../lib/riga'
import { inputOf, namesOf } from '../change'
import { stepDay } from '../days'

export interface TypedVisit {
  status: Visit['status']
  kind: string
  performers: string
  /** Of the arrival. */
  day: string | null
  started: string
  ended: string
  note: string
  billable: boolean
}

export const typedOf = ({ status, kind, performers, day, started, ended, note, billable }: Visit): TypedVisit => ({
  status, kind, performers: performers.join(', '), day, started: started ? formatTime(started) : '', ended: ended ? formatTime(ended) : '', note, billable,
})

/** What can be said without asking the server, by field. */
export function complaintsOf({ day, started, ended }: TypedVisit, visit: Visit): Partial<Record<keyof TypedVisit, string>> {
  const isBegun = started.trim() !== ''
  return {
    ...(isBegun && day === null && { day: 'validation.required' }),
    ...(isBegun && parseTime(started) === null && { started: 'field.timeWrong' }),
    // What nobody planned was at some time all the same; and nobody leaves, or comes on another day, without coming.
    ...(!isBegun && (visit.planned_start === null || ended.trim() !== '' || day !== visit.day) && { started: 'validation.required' }),
    ...(ended.trim() !== '' && parseTime(ended) === null && { ended: 'field.timeWrong' }),
  }
}

/** The day and time on a clock in Latvia; null when one is missing. */
const instantOf = (day: string | null, time: string | null): string | null => (day !== null && time !== null ? instantInRiga(day, time) : null)

/** What is sent of it; null while something is wrong. Who leaves at an earlier time of day than they came leaves on the next day. */
export function contentOf(typed: TypedVisit, visit: Visit): VisitInput | null {
  if (Object.keys(complaintsOf(typed, visit)).length > 0) return null
  const before = typedOf(visit)
  const { day } = typed
  const [started, ended] = [parseTime(typed.started), parseTime(typed.ended)]
  const isPastMidnight = started !== null && ended !== null && ended < started
  // What nobody touched keeps its seconds.
  const isStartKept = day === before.day && typed.started === before.started
  const isEndKept = isStartKept && typed.ended === before.ended
  return {
    ...inputOf(visit),
    status: typed.status,
    kind: typed.kind.trim(),
    performers: namesOf(typed.performers),
    started: isStartKept ? visit.started : instantOf(day, started),
    ended: isEndKept ? visit.ended : instantOf(day !== null && isPastMidnight ? stepDay(day, 1) : day, ended),
    note: typed.note.trim(),
    billable: typed.billable,
  }
}
