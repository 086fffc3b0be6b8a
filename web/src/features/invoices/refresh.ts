import type { QueryClient } from '@tanstack/react-query'
import { readAnew } from '../../lib/readAnew'

/** After an act with money: lists, the documents that are open and the client's card are read anew. */
export const refreshMoney = (queries: QueryClient, clientId: string): Promise<unknown> =>
  readAnew(queries, ['invoices'], ['invoice'], ['payment'], ['card', clientId])
