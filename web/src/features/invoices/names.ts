import { useQueries } from '@tanstack/react-query'
import { getClient } from '../../lib/api/client'
import type { InvoiceRow } from '../../lib/api/types'
import { getAllUnits } from '../card/api/units'

const STALE_MS = 300_000

export interface Names {
  client: (row: Pick<InvoiceRow, 'client_id' | 'buyer'>) => string
  unit: (row: Pick<InvoiceRow, 'client_id' | 'unit_id'>) => string
}

/** What clients and units of documents are called: the buyer as printed, else the client as it is now. */
export function useNames(rows: readonly Pick<InvoiceRow, 'client_id' | 'unit_id' | 'buyer'>[]): Names {
  const unnamed = [...new Set(rows.filter((row) => row.buyer.name === '').map((row) => row.client_id))]
  const withUnits = [...new Set(rows.filter((row) => row.unit_id !== null).map((row) => row.client_id))]
  const clients = useQueries({
    queries: unnamed.map((id) => ({ queryKey: ['client', id], queryFn: () => getClient(id), staleTime: STALE_MS })),
  })
  const units = useQueries({
    queries: withUnits.map((id) => ({ queryKey: ['units', id], queryFn: () => getAllUnits(id), staleTime: STALE_MS })),
  })
  return {
    client: ({ client_id, buyer }) => buyer.name || (clients[unnamed.indexOf(client_id)]?.data?.name_shown ?? ''),
    unit: ({ client_id, unit_id }) =>
      unit_id === null ? '' : (units[withUnits.indexOf(client_id)]?.data?.find((unit) => unit.id === unit_id)?.name ?? ''),
  }
}
