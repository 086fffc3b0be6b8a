import type { QueryClient } from '@tanstack/react-query'
import { readAnew } from '../../lib/readAnew'

/** After a file changed: it, the lists, the counts and the cards are read anew. */
export const refreshMedia = (queries: QueryClient): Promise<unknown> =>
  readAnew(queries, ['media'], ['galleries'], ['card'])
