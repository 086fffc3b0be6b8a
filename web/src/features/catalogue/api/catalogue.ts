import { call } from '../../../lib/api/http'
import type { CataloguePage } from '../../../lib/api/types'
import type { CatalogueSearch } from '../params'

/** One piece of the list: `limit` rows from `offset`, with the exact total. */
export const getCatalogue = (
  search: CatalogueSearch,
  offset: number,
  limit: number,
  signal?: AbortSignal,
): Promise<CataloguePage> => call('GET', '/catalogue', { query: { ...search, offset, limit }, signal })
