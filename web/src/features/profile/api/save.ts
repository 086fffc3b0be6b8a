import { call } from '../../../lib/api/http'
import type { Client } from '../../../lib/api/types'

export const createClient = (body: Record<string, unknown>, idempotencyKey: string): Promise<Client> =>
  call('POST', '/clients', { body, idempotencyKey })

export const updateClient = (
  clientId: string,
  etag: string,
  changes: Record<string, unknown>,
  reason: string,
): Promise<Client> =>
  call('PATCH', `/clients/${clientId}`, { etag, body: reason ? { ...changes, change_reason: reason } : changes })
