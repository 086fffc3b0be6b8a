import { get } from '../../../lib/api/http'
import type { Card } from '../../../lib/api/types'

export const getCard = (clientId: string, unitId: string | undefined, signal?: AbortSignal): Promise<Card> =>
  get(`/clients/${encodeURIComponent(clientId)}/card`, { unit: unitId }, signal)
