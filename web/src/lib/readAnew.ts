import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** What stands under these keys is read again; ends when what is in view has come. */
export const readAnew = (queries: QueryClient, ...keys: QueryKey[]): Promise<unknown> =>
  Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })))
