import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getSettings } from '../../../lib/api/settings'
import { settingName, settingValue } from '../../../lib/settingText'
import css from './BasicInfo.module.css'

/** Special settings as they hold for this client; where one does not come from the company, it says so. */
export function EffectiveSettings({ clientId }: { clientId: string }) {
  const { t } = useTranslation()
  const settings = useQuery({
    queryKey: ['settings', 'client', clientId],
    queryFn: ({ signal }) => getSettings('client', clientId, signal),
    staleTime: 30_000,
  })
  return settings.data?.settings
    .filter((setting) => setting.effective !== '')
    .map((setting) => (
      <div key={setting.key} className={css.fact}>
        <dt>{settingName(setting.key, t)}</dt>
        <dd>
          {settingValue(setting, setting.effective, t)}{' '}
          {setting.source !== 'company' && <span className="quiet">· {t(`scope.from.${setting.source}`)}</span>}
        </dd>
      </div>
    ))
}
