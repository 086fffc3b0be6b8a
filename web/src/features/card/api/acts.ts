import { call } from '../../../lib/api/http'
import type { Client, Status } from '../../../lib/api/types'

export const setStatus = (
  client: Pick<Client, 'id' | 'etag'>,
  status: Status,
  closedOn: string | null,
  reason: string,
): Promise<Client> =>
  call('POST', `/clients/${client.id}/status`, {
    etag: client.etag,
    body: { status, ...(closedOn ? { closed_on: closedOn } : {}), ...(reason ? { reason } : {}) },
  })

/** The full number in clear; the reason is kept in the access log. */
export const revealIdentifier = (clientId: string, identifierId: string, reason: string): Promise<{ value: string }> =>
  call('POST', `/clients/${clientId}/identifiers/${identifierId}/reveal`, { body: { reason } })

export const approveBankAccount = (client: Pick<Client, 'id' | 'etag'>, accountId: string): Promise<Client> =>
  call('POST', `/clients/${client.id}/bank-accounts/${accountId}/approve`, { etag: client.etag, body: {} })
