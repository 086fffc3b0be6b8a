import type { QueryClient } from '@tanstack/react-query'
import { readAnew } from '../../lib/readAnew'

/** After a document changed: it, the lists and the cards of its clients are read anew. */
export const refreshDocuments = (queries: QueryClient): Promise<unknown> =>
  readAnew(queries, ['document'], ['documents'], ['card'])
