import type { QueryClient } from '@tanstack/react-query'

/** After a file changed: it, the lists, the counts and the cards are read anew. */
export function refreshMedia(queries: QueryClient): void {
  for (const queryKey of [['media'], ['galleries'], ['card']]) void queries.invalidateQueries({ queryKey })
}
