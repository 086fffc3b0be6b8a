import { get } from '../../../lib/api/http'
import type { Recount } from '../../../lib/api/types'

export const getRecount = (signal?: AbortSignal): Promise<Recount> => get('/recount', {}, signal)
