import type { UseMutationResult } from '@tanstack/react-query'
import type { InvoiceRow } from '../../lib/api/types'
import { useAct as useAnyAct } from '../../lib/useAct'
import { refreshMoney } from './refresh'

/** An act on a document: afterwards all that shows it is read anew. */
export function useAct<V, R>(invoice: Pick<InvoiceRow, 'client_id'>, act: (input: V) => Promise<R>, done: string): UseMutationResult<R, Error, V> {
  return useAnyAct(act, done, (queries) => refreshMoney(queries, invoice.client_id))
}
