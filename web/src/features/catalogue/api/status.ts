import { call, get } from '../../../lib/api/http'
import type { CatalogueStatus } from '../../../lib/api/types'

export const getStatus = (signal?: AbortSignal): Promise<CatalogueStatus> => get('/catalogue/status', {}, signal)

export const rebuildCatalogue = (): Promise<unknown> => call('POST', '/catalogue/rebuild')
