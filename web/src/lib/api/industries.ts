import { get } from './http'
import type { Industry } from './types'

export const getIndustries = (signal?: AbortSignal): Promise<{ revision: string; items: Industry[] }> =>
  get('/industries', {}, signal)
