import { call } from '../../../lib/api/http'
import type { Duplicate } from '../../../lib/api/types'

/** Clients that may be the same as what is typed so far. */
export const findDuplicates = (body: Record<string, unknown>, signal?: AbortSignal): Promise<{ duplicates: Duplicate[] }> =>
  call('POST', '/clients/duplicates', { body, signal })
