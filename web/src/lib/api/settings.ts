import { call, get } from './http'
import type { Setting, SettingChange, SettingScope } from './types'

const path = (scope: SettingScope, ownerId: string | null): string => `/settings/${scope}${ownerId ? `/${ownerId}` : ''}`

export const getSettings = (scope: SettingScope, ownerId: string | null, signal?: AbortSignal): Promise<{ settings: Setting[] }> =>
  get(path(scope, ownerId), {}, signal)

export const putSettings = (
  scope: SettingScope,
  ownerId: string | null,
  changes: SettingChange[],
): Promise<{ settings: Setting[] }> => call('PUT', path(scope, ownerId), { body: { changes } })
