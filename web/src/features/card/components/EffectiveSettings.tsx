import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { getSettings } from '../../../lib/api/settings'
import { settingName, settingValue } from '../../../lib/settingText'
import css from './BasicInfo.module.css'

/** Special settings as they hold for this client: those of its own and its group at once, the company's on request. */
export function EffectiveSettings({ clientId }: { clientId: string }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const settings = useQuery({
    queryKey: ['settings', 'client', clientId],
    queryFn: ({ signal }) => getSettings('client', clientId, signal),
    staleTime: 30_000,
  })
  if (!settings.data) return null
  const shown = settings.data.settings.filter((setting) => all || setting.source !== 'company')
  return (
    <>
      {shown.map((setting) => (
        <div key={setting.key} className={css.fact}>
          <dt>{settingName(setting.key, t)}</dt>
          <dd>
            {settingValue(setting, setting.effective, t)}{' '}
            {setting.source !== 'company' && <span className="quiet">· {t(`scope.from.${setting.source}`)}</span>}
          </dd>
        </div>
      ))}
      {!all && (
        <div className={css.fact}>
          <dt>{t('section.settings')}</dt>
          <dd>
            {shown.length === 0 && <>{t('card.companySettings')} </>}
            <Button look="quiet" onClick={() => setAll(true)}>
              {t('card.allSettings')}
            </Button>
          </dd>
        </div>
      )}
    </>
  )
}
