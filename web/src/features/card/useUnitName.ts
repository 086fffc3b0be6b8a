import { useUnit } from './useUnit'

/** What a unit of the client is called; empty for the client as a whole, and until it is known. */
export function useUnitName(clientId: string | undefined, wanted: boolean): (unitId: string | null) => string {
  const unitOf = useUnit(clientId, wanted)
  return (unitId) => unitOf(unitId)?.name ?? ''
}
