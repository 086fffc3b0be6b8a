import { get } from '../../../lib/api/http'
import type { Facets } from '../../../lib/api/types'
import type { CatalogueSearch } from '../params'

export const getFacets = (search: CatalogueSearch, signal?: AbortSignal): Promise<Facets> =>
  get('/catalogue/facets', { ...search }, signal)
