import { call, get } from '../../../lib/api/http'
import { allPages } from '../../../lib/api/pages'
import type { Unit, Visit, VisitInput, VisitMonths, VisitPage } from '../../../lib/api/types'
import type { Month } from '../months'

/** Every visit of a unit in a month, earliest first. */
export async function getMonth(unitId: string, { year, month }: Month, signal?: AbortSignal): Promise<Visit[]> {
  const visits = await allPages(
    (token) => get<VisitPage>('/visits', { unit_id: unitId, year, month, page_size: 1000, page_token: token }, signal),
    (page) => page.visits,
  )
  return visits.reverse()
}

/** Visits of a client that are still planned, of this year until today. */
export const getDue = (clientId: string, day: string, signal?: AbortSignal): Promise<Visit[]> =>
  allPages(
    (token) => get<VisitPage>('/visits', { client_id: clientId, status: 'planned', since: `${day.slice(0, 4)}-01-01`, until: day, page_size: 1000, page_token: token }, signal),
    (page) => page.visits,
  )

/** The id is made here, so that sending again what may have arrived makes one visit. */
export const putVisit = (visitId: string, visit: VisitInput, etag?: string, signal?: AbortSignal): Promise<Visit> =>
  call('PUT', `/visits/${visitId}`, { body: visit, signal, ...(etag ? { etag } : {}) })

/** Counts by unit and month: the last ones, or those until a month. */
export const getMonths = (clientId: string, query: { to_year?: number; to_month?: number; months: number }, signal?: AbortSignal): Promise<VisitMonths> =>
  get(`/clients/${clientId}/visits/months`, query, signal)

export const getUnit = (unitId: string, signal?: AbortSignal): Promise<Unit> => get(`/units/${encodeURIComponent(unitId)}`, {}, signal)
