import { useQuery } from '@tanstack/react-query'
import type { Unit } from '../../lib/api/types'
import { getAllUnits } from './api/units'

/** A unit of the client by its id; undefined until they are known. */
export function useUnit(clientId: string | undefined, wanted: boolean): (unitId: string | null) => Unit | undefined {
  const units = useQuery({
    queryKey: ['units', clientId],
    queryFn: ({ signal }) => getAllUnits(clientId ?? '', signal),
    enabled: clientId !== undefined && wanted,
    staleTime: 60_000,
  })
  return (unitId) => units.data?.find((unit) => unit.id === unitId)
}
