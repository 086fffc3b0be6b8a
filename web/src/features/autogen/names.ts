import { useQueries } from '@tanstack/react-query'
import { getClient } from '../../lib/api/client'
import { getAllUnits } from '../card/api/units'

const STALE_MS = 300_000

interface OfUnit {
  client_id: string
  unit_id: string | null
}
interface OfClient extends OfUnit {
  /** As printed on a document. */
  buyer?: { name: string }
}

export interface Names {
  client: (row: Omit<OfClient, 'unit_id'>) => string
  unit: (row: OfUnit) => string
}

/** What units are called; empty for the client as a whole. */
export function useUnitNames(rows: readonly OfUnit[]): Names['unit'] {
  const withUnits = [...new Set(rows.filter((row) => row.unit_id !== null).map((row) => row.client_id))]
  const units = useQueries({
    queries: withUnits.map((id) => ({ queryKey: ['units', id], queryFn: () => getAllUnits(id), staleTime: STALE_MS })),
  })
  return ({ client_id, unit_id }) =>
    unit_id === null ? '' : (units[withUnits.indexOf(client_id)]?.data?.find((unit) => unit.id === unit_id)?.name ?? '')
}

/** What clients and units of rows are called: the buyer as printed, else the client as it is now. */
export function useNames(rows: readonly OfClient[]): Names {
  const unnamed = [...new Set(rows.filter((row) => !row.buyer?.name).map((row) => row.client_id))]
  const clients = useQueries({
    queries: unnamed.map((id) => ({ queryKey: ['client', id], queryFn: () => getClient(id), staleTime: STALE_MS })),
  })
  return {
    client: ({ client_id, buyer }) => buyer?.name || (clients[unnamed.indexOf(client_id)]?.data?.name_shown ?? ''),
    unit: useUnitNames(rows),
  }
}
