import type { QueryClient } from '@tanstack/react-query'
import { getClient } from '../../../lib/api/client'
import { ApiError, get } from '../../../lib/api/http'
import { allPages } from '../../../lib/api/pages'
import type { Client, Unit, Visit, VisitPage } from '../../../lib/api/types'
import { getAllUnits } from '../../card/api/units'
import type { Site } from '../kept/database'
import { keepDay, keepSites } from '../kept/outbox'

const HOUR_MS = 3_600_000
const AT_ONCE = 6

/** Downloads a day for the device: its visits at once, then where they are. */
export async function downloadDay(queries: QueryClient, day: string, performer: string, signal: AbortSignal): Promise<null> {
  const visits = await getVisitsOfDay(day, performer, signal)
  await keepDay(day, performer, visits, new Date().toISOString())
  await keepSites(await getSites(queries, [...new Set(visits.map((visit) => visit.client_id))]))
  return null
}

/** The visits of a day, of everybody when no performer is named. */
export const getVisitsOfDay = (day: string, performer: string, signal?: AbortSignal): Promise<Visit[]> =>
  allPages(
    (token) => get<VisitPage>('/visits', { since: day, until: day, performer, page_size: 1000, page_token: token }, signal),
    (page) => page.visits,
  )

/** Every unit of the clients; those of a client that is not there any more are none. */
async function getSites(queries: QueryClient, clientIds: readonly string[]): Promise<Site[]> {
  const sites: Site[] = []
  const left = [...clientIds]
  const work = async (): Promise<void> => {
    for (let clientId = left.pop(); clientId !== undefined; clientId = left.pop()) sites.push(...(await sitesOf(queries, clientId)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return sites
}

function sitesOf(queries: QueryClient, clientId: string): Promise<Site[]> {
  return queries.query({
    queryKey: ['sites', clientId],
    staleTime: HOUR_MS,
    queryFn: async ({ signal }) => {
      try {
        const [client, units] = await Promise.all([getClient(clientId, signal), getAllUnits(clientId, signal)])
        return units.map((unit) => siteOf(client, unit))
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return []
        throw error
      }
    },
  })
}

function siteOf(client: Client, unit: Unit): Site {
  const phones = client.channels.filter(({ kind }) => kind === 'phone')
  return {
    clientId: client.id,
    clientName: client.name_shown,
    unitId: unit.id,
    unitName: unit.name,
    address: [unit.address, unit.address.includes(unit.city) ? '' : unit.city].filter(Boolean).join(', '),
    phone: unit.phone || (phones.find(({ primary }) => primary) ?? phones[0])?.value || '',
    notice: client.notice && client.notice.scope !== 'invoice' ? client.notice.text : '',
    isOpen: unit.active,
  }
}
