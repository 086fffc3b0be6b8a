import type { QueryClient } from '@tanstack/react-query'
import type { Visit, VisitInput, VisitStatus } from '../../lib/api/types'

/** The whole visit as it is sent, with another state. */
export function withStatus(visit: Visit, status: VisitStatus): VisitInput {
  const { client_id, unit_id, kind, performers, planned_start, started, ended, note, billable, signature } = visit
  return { client_id, unit_id, status, kind, performers, planned_start, started, ended, note, billable, signature }
}

/** Names as people type them, with commas between. */
export const namesOf = (text: string): string[] => [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean)

/** After a visit or a plan changed, the lists, grids and the card of its client are read anew. */
export function refreshVisits(queries: QueryClient, clientId: string): void {
  for (const queryKey of [['visits'], ['card', clientId]]) void queries.invalidateQueries({ queryKey })
}
