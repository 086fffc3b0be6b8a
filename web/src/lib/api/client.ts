import { get } from './http'
import type { Client } from './types'

export const getClient = (clientId: string, signal?: AbortSignal): Promise<Client> =>
  get(`/clients/${encodeURIComponent(clientId)}`, {}, signal)
