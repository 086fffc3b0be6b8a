import { call, get } from './http'
import type { Group } from './types'

export const getGroups = (signal?: AbortSignal): Promise<{ groups: Group[] }> => get('/groups', {}, signal)

export const createGroup = (name: string, parentId: string | null): Promise<Group> =>
  call('POST', '/groups', { body: { name, ...(parentId ? { parent_id: parentId } : {}) } })

export const updateGroup = (group: Pick<Group, 'id' | 'etag'>, changes: { name?: string; parent_id?: string | null }): Promise<Group> =>
  call('PATCH', `/groups/${group.id}`, { etag: group.etag, body: changes })

export const deleteGroup = (groupId: string): Promise<unknown> => call('DELETE', `/groups/${groupId}`)
