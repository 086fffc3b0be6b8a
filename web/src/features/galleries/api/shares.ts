import { call, get } from '../../../lib/api/http'
import type { NewShare, ShareInput, Shares } from '../../../lib/api/types'

export const getShares = (clientId: string, signal?: AbortSignal): Promise<Shares> => get(`/clients/${clientId}/shares`, {}, signal)

/** Its address is told only here. */
export const createShare = (share: ShareInput): Promise<NewShare> => call('POST', '/shares', { body: share })

export const revokeShare = (shareId: string): Promise<unknown> => call('DELETE', `/shares/${shareId}`)
