// A change of many prices as it is typed.
import type { IndexationInput } from '../../lib/api/types'
import { readDecimal } from '../../lib/decimal'

export interface TypedIndexation {
  by: 'percent' | 'amount'
  value: string
  from: string | null
  client_id: string | null
  service: string
}

/** As the API takes it; null while something is missing or is no number. A change by nothing is none. */
export function indexationOf(typed: TypedIndexation): IndexationInput | null {
  const value = readDecimal(typed.value.trim().replace(/^\+/, '').replace('\u2212', '-'), typed.by === 'percent' ? 4 : 6)
  if (value === null || value === '0' || typed.from === null) return null
  if (typed.by === 'percent' && Math.abs(Number(value)) >= 1000) return null
  return {
    [typed.by]: value,
    from: typed.from,
    filter: { client_ids: typed.client_id ? [typed.client_id] : [], service: typed.service.trim() },
  }
}
