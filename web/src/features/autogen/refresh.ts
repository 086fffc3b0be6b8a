import type { QueryClient } from '@tanstack/react-query'
import { readAnew } from '../../lib/readAnew'

/** After an act of the autogenerator: its lists and lines, the invoices it may have made, and cards are read anew. */
export const refreshAutogen = (queries: QueryClient): Promise<unknown> =>
  readAnew(queries, ['autogen'], ['invoices'], ['card'])
