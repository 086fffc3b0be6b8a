import type { QueryClient } from '@tanstack/react-query'

/** After an act of the autogenerator: its lists and lines, the invoices it may have made, and cards are read anew. */
export function refreshAutogen(queries: QueryClient): void {
  for (const queryKey of [['autogen'], ['invoices'], ['card']]) void queries.invalidateQueries({ queryKey })
}
