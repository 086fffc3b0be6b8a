import type { QueryClient } from '@tanstack/react-query'

/** After a client or one of its units changed, the card and the names and days of its units are read anew. */
export const refreshCard = (queries: QueryClient, clientId: string): Promise<unknown> =>
  Promise.all([['card', clientId], ['units', clientId]].map((queryKey) => queries.invalidateQueries({ queryKey })))
