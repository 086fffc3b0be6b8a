import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../../lib/api/http'
import type { Visit, VisitInput, VisitStatus } from '../../lib/api/types'
import { formatDay, formatTime } from '../../lib/format'
import { readAnew } from '../../lib/readAnew'
import { instantInRiga } from '../../lib/riga'

/** The whole visit as it is sent. */
export function inputOf(visit: Visit): VisitInput {
  const { client_id, unit_id, status, kind, performers, planned_start, started, ended, note, billable, signature } = visit
  return { client_id, unit_id, status, kind, performers, planned_start, started, ended, note, billable, signature }
}

/** The whole visit with another state. */
export const withStatus = (visit: Visit, status: VisitStatus): VisitInput => ({ ...inputOf(visit), status })

const isVisit = (value: unknown): value is Visit => typeof value === 'object' && value !== null && 'etag' in value && 'performers' in value

/** The visit as it is now, when that is why it was refused. */
export const visitOf = (error: Error | null): Visit | null => (error instanceof ApiError && isVisit(error.current) ? error.current : null)

/** What nobody has begun or called off can be on another day. */
export const isMovable = ({ status, planned_start, started }: Visit): boolean => status === 'planned' && planned_start !== null && started === null

/** The whole visit at a time of another day, or at another time; the reason goes to the end of its note. */
export function movedTo(visit: Visit, day: string, time: string, reason: string): VisitInput {
  const before = formatTime(visit.planned_start ?? '')
  const at = (when: string | null, clock: string): string => (before === time ? formatDay(when) : `${formatDay(when)} ${clock}`)
  return {
    ...inputOf(visit),
    planned_start: instantInRiga(day, time),
    note: [visit.note, `${at(visit.day, before)} → ${at(day, time)}: ${reason.trim()}`].filter(Boolean).join('\n'),
  }
}

/** Names as people type them, with commas between. */
export const namesOf = (text: string): string[] => [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean)

/** What somebody else made of a thing meanwhile, with what was typed on top of it. */
export function withTyped<T extends object>(theirs: T, before: T, typed: T): T {
  const changed = Object.entries(typed).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof T]))
  return { ...theirs, ...(Object.fromEntries(changed) as Partial<T>) }
}

/** After a visit or a plan changed, the lists, grids and the card of its client are read anew. */
export const refreshVisits = (queries: QueryClient, clientId: string): Promise<unknown> =>
  readAnew(queries, ['visits'], ['card', clientId])
