import type { QueryClient } from '@tanstack/react-query'

/** After a document changed: it, the lists and the cards of its clients are read anew. */
export function refreshDocuments(queries: QueryClient): void {
  for (const queryKey of [['document'], ['documents'], ['card']]) void queries.invalidateQueries({ queryKey })
}
