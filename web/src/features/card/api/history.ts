import { get } from '../../../lib/api/http'
import type { Change } from '../../../lib/api/types'

export const getHistory = (
  clientId: string,
  pageToken: string,
  signal?: AbortSignal,
): Promise<{ changes: Change[]; next_page_token: string }> =>
  get(`/clients/${clientId}/history`, { page_token: pageToken, page_size: 100 }, signal)
