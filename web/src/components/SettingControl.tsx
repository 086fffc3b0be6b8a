import { useTranslation } from 'react-i18next'
import type { Setting } from '../lib/api/types'
import { settingValue } from '../lib/settingText'
import field from './Field.module.css'

interface ControlProps {
  setting: Setting
  name: string
  value: string | undefined
  inherited: string
  onValue: (value: string | null) => void
}

/** The control for one setting, by its type; the empty choice means the inherited value. */
export function SettingControl({ setting, name, value, inherited, onValue }: ControlProps) {
  const { t } = useTranslation()
  const options = setting.type === 'boolean' ? ['true', 'false'] : setting.choices
  if (setting.type === 'boolean' || setting.type === 'choice') {
    return (
      <select aria-label={name} data-inherited={value === undefined || undefined} className={field.control} value={value ?? ''} onChange={(event) => onValue(event.target.value === '' ? null : event.target.value)}>
        {(inherited !== '' || value === undefined) && <option value="">{settingValue(setting, inherited, t)}</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {settingValue(setting, option, t)}
          </option>
        ))}
      </select>
    )
  }
  const isNumber = setting.type === 'integer'
  return (
    <input
      aria-label={name}
      className={field.control}
      type={isNumber ? 'number' : 'text'}
      min={setting.minimum ?? undefined}
      max={setting.maximum ?? undefined}
      maxLength={500}
      placeholder={inherited}
      value={value ?? ''}
      onChange={(event) => onValue(event.target.value === '' ? null : event.target.value)}
    />
  )
}
