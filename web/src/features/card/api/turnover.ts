import { get } from '../../../lib/api/http'
import type { Turnover } from '../../../lib/api/types'

export const getTurnover = (clientId: string, signal?: AbortSignal): Promise<Turnover> => get(`/clients/${clientId}/turnover`, {}, signal)
