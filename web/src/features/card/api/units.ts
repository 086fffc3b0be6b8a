import { call, get } from '../../../lib/api/http'
import { allPages } from '../../../lib/api/pages'
import type { Client, Unit } from '../../../lib/api/types'

/** What a person may enter about a unit. */
export type UnitDraft = Pick<
  Unit,
  'name' | 'kind' | 'code' | 'parent_id' | 'address' | 'city' | 'postcode' | 'phone' | 'opened_on' | 'served' | 'payer_client_id' | 'note'
>

interface UnitPage {
  units: Unit[]
  next_page_token: string
}

/** Every unit of a client, page after page. */
export const getAllUnits = (clientId: string, signal?: AbortSignal): Promise<Unit[]> =>
  allPages(
    (token) => get<UnitPage>(`/clients/${clientId}/units`, { page_token: token, page_size: 1000 }, signal),
    (page) => page.units,
  )

export const createUnit = (clientId: string, unit: Partial<UnitDraft>, idempotencyKey: string): Promise<Unit> =>
  call('POST', `/clients/${clientId}/units`, { body: unit, idempotencyKey })

export const updateUnit = (unit: Pick<Unit, 'id' | 'etag'>, changes: Partial<UnitDraft>): Promise<Unit> =>
  call('PATCH', `/units/${unit.id}`, { body: changes, etag: unit.etag })

export const closeUnit = (unitId: string, closedOn: string | null, reason: string): Promise<Unit> =>
  call('POST', `/units/${unitId}/close`, { body: { ...(closedOn ? { closed_on: closedOn } : {}), ...(reason ? { reason } : {}) } })

export const reopenUnit = (unitId: string): Promise<Unit> => call('POST', `/units/${unitId}/reopen`, { body: {} })

export const setMainUnit = (clientId: string, unitId: string | null): Promise<Client> =>
  call('PUT', `/clients/${clientId}/main-unit`, { body: { unit_id: unitId } })
