import type { QueryClient } from '@tanstack/react-query'

/** After an act with money: lists, the documents that are open and the client's card are read anew. */
export function refreshMoney(queries: QueryClient, clientId: string): void {
  for (const queryKey of [['invoices'], ['invoice'], ['payment'], ['card', clientId]]) void queries.invalidateQueries({ queryKey })
}
