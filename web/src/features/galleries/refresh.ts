import type { QueryClient } from '@tanstack/react-query'

/** After files changed: galleries, counts and cards are read anew. */
export function refreshGalleries(queries: QueryClient): void {
  for (const queryKey of [['media'], ['galleries'], ['card']]) void queries.invalidateQueries({ queryKey })
}
