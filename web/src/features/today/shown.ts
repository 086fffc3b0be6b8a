import type { Visit } from '../../lib/api/types'
import { today } from '../../lib/format'
import type { Entry, Site, VisitEntry } from './kept/database'
import type { Kept } from './kept/state'

/** A visit as the screen shows it: as it was downloaded, with what was done since. */
export interface Shown {
  visit: Visit
  /** Undefined until it has been downloaded. */
  site: Site | undefined
  /** What has not been sent of it. */
  entries: readonly Entry[]
  /** Photos and signatures that arrived. */
  sent: number
}

/** A visit that nobody planned. */
export function newVisit({ clientId, unitId }: Site, performer: string): Visit {
  return {
    id: crypto.randomUUID(),
    etag: '',
    version: 0,
    client_id: clientId,
    unit_id: unitId,
    plan_id: null,
    status: 'planned',
    kind: '',
    performers: performer ? [performer] : [],
    planned_start: null,
    started: null,
    ended: null,
    note: '',
    billable: false,
    signature: '',
    day: null,
    updated_by: '',
    updated_at: null,
  }
}

const startOf = ({ started, planned_start }: Visit): string => planned_start ?? started ?? ''

/** The visits of a performer, and every other of which something has not been sent; in order of time. */
export function shownVisits({ day, outbox, sent }: Kept, performer: string): Shown[] {
  const visits = new Map<string, Visit>()
  if (day?.performer === performer) for (const visit of day.visits) visits.set(visit.id, visit)
  for (const entry of outbox) if (entry.kind === 'visit') visits.set(entry.visitId, withEntry(visits.get(entry.visitId), entry))
  return [...visits.values()]
    .sort((first, second) => startOf(first).localeCompare(startOf(second)))
    .map((visit) => ({
      visit,
      site: day?.sites.find(({ unitId }) => unitId === visit.unit_id),
      entries: outbox.filter(({ visitId }) => visitId === visit.id),
      sent: sent.get(visit.id) ?? 0,
    }))
}

function withEntry(visit: Visit | undefined, { visitId, body, etag }: VisitEntry): Visit {
  const site = { clientId: body.client_id, unitId: body.unit_id }
  const { planned_start = null, started = null, ended = null } = body
  const start = started ?? planned_start
  const known = visit ?? { ...newVisit({ ...site, clientName: '', unitName: '', address: '', phone: '', notice: '', isOpen: true }, ''), id: visitId, etag }
  return { ...known, ...body, planned_start, started, ended, day: start ? today(new Date(start)) : known.day }
}
