import { useQuery } from '@tanstack/react-query'
import { getAllUnits } from './api/units'

/** What a unit of the client is called; empty for the client as a whole, and until it is known. */
export function useUnitName(clientId: string | undefined, wanted: boolean): (unitId: string | null) => string {
  const units = useQuery({
    queryKey: ['units', clientId],
    queryFn: ({ signal }) => getAllUnits(clientId ?? '', signal),
    enabled: clientId !== undefined && wanted,
    staleTime: 60_000,
  })
  return (unitId) => units.data?.find((unit) => unit.id === unitId)?.name ?? ''
}
