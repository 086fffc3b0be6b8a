import type { TFunction } from 'i18next'
import type { Setting } from './api/types'

export const settingName = (key: string, t: TFunction): string => t(`setting.${key}`, { defaultValue: key.replaceAll('_', ' ') })

/** A value as people read it. */
export function settingValue(setting: Pick<Setting, 'key' | 'type'>, value: string, t: TFunction): string {
  if (value === '') return '—'
  if (setting.type === 'boolean') return t(value === 'true' ? 'yes' : 'no')
  if (setting.type === 'choice') return t([`settingValue.${setting.key}.${value}`, `settingValue.any.${value}`], { defaultValue: value })
  return value
}
