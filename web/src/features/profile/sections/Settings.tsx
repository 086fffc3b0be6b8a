import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import { SettingControl } from '../../../components/SettingControl'
import type { Setting } from '../../../lib/api/types'
import { settingName, settingValue } from '../../../lib/settingText'
import { useForm } from '../form'
import css from './sections.module.css'

/** Special settings: company, group and client side by side; the rightmost one that is set holds. */
export function Settings() {
  const { t } = useTranslation()
  const { settings, settingChanges } = useForm()
  return (
    <div className={css.scroll}>
      <table className={css.settings}>
        <thead>
          <tr>
            <th scope="col">{t('settings.name')}</th>
            <th scope="col">{t('scope.company')}</th>
            <th scope="col">{t('scope.group')}</th>
            <th scope="col">{t('scope.client')}</th>
          </tr>
        </thead>
        <tbody>
          {settings.map((setting) => (
            <SettingRow key={setting.key} setting={setting} change={settingChanges[setting.key]} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SettingRow({ setting, change }: { setting: Setting; change: string | null | undefined }) {
  const { t } = useTranslation()
  const { setSetting } = useForm()
  const at = (scope: string): string | undefined => setting.values.find((x) => x.scope === scope)?.value
  const stored = at('client')
  const mine = change === undefined ? stored : (change ?? undefined)
  const inherited = at('group') ?? at('company') ?? ''
  const name = settingName(setting.key, t)
  const change_ = (value: string | null): void => setSetting(setting.key, value === (stored ?? null) ? undefined : value)
  const holds = mine !== undefined ? 'client' : at('group') !== undefined ? 'group' : 'company'
  return (
    <tr>
      <td>{name}</td>
      {(['company', 'group'] as const).map((scope) => (
        <td key={scope} data-holds={holds === scope || undefined} className={holds === scope ? undefined : 'quiet'}>
          {at(scope) === undefined ? '—' : settingValue(setting, at(scope) ?? '', t)}
        </td>
      ))}
      <td>
        <span className={css.mine}>
          <SettingControl setting={setting} name={name} value={mine} inherited={inherited} onValue={change_} />
          {mine === undefined ? (
            <span className={css.inherited}>{t('settings.inherited')}</span>
          ) : (
            <IconButton small icon="undo" name={t('settings.reset', { name })} onClick={() => change_(null)} />
          )}
        </span>
      </td>
    </tr>
  )
}
