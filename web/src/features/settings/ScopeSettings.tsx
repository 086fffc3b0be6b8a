import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../components/Banner'
import { Button, IconButton } from '../../components/Button'
import { SettingControl } from '../../components/SettingControl'
import { showToast } from '../../components/toast'
import { getSettings, putSettings } from '../../lib/api/settings'
import type { SettingChange, SettingScope } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import { settingName, settingValue } from '../../lib/settingText'
import css from './ScopeSettings.module.css'

interface Props {
  scope: Extract<SettingScope, 'company' | 'group' | 'unit'>
  ownerId: string | null
  onSaved?: () => void
}

/** Settings of one place with what each would be without it. */
export function ScopeSettings({ scope, ownerId, onSaved }: Props) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [changes, setChanges] = useState<Record<string, string | null>>({})
  const settings = useQuery({ queryKey: ['settings', scope, ownerId], queryFn: ({ signal }) => getSettings(scope, ownerId, signal) })
  const save = useMutation({
    mutationFn: () =>
      putSettings(scope, ownerId, Object.entries(changes).map(([key, value]): SettingChange => (value === null ? { key, reset: true } : { key, value }))),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['settings'] })
      setChanges({})
      showToast(t('saved'))
      onSaved?.()
    },
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
  })
  if (settings.error) return <Banner action={<Button small onClick={() => void settings.refetch()}>{t('action.retry')}</Button>}>{reasonText(settings.error, t)}</Banner>
  const set = (key: string, value: string | null, stored: string | undefined): void =>
    setChanges(({ [key]: _old, ...rest }) => (value === (stored ?? null) ? rest : { ...rest, [key]: value }))
  return (
    <>
      <div className={css.list}>
        {settings.data?.settings.map((setting) => {
          const stored = setting.values.find((x) => x.scope === scope)?.value
          const change = changes[setting.key]
          const mine = change === undefined ? stored : (change ?? undefined)
          const above = setting.values.filter((x) => x.scope !== scope).at(-1)?.value ?? ''
          const name = settingName(setting.key, t)
          return (
            <div key={setting.key} className={css.line} data-changed={change !== undefined || undefined}>
              <span>{name}</span>
              <span className={css.control}>
                <SettingControl setting={setting} name={name} value={mine} inherited={scope === 'company' ? '' : above} onValue={(value) => set(setting.key, value, stored)} />
                {scope !== 'company' &&
                  (mine === undefined ? (
                    <span className="quiet">{t('settings.inherited')}</span>
                  ) : (
                    <>
                      <IconButton small icon="undo" name={t('settings.reset', { name })} onClick={() => set(setting.key, null, stored)} />
                      <span className="quiet">{settingValue(setting, above, t)}</span>
                    </>
                  ))}
              </span>
            </div>
          )
        })}
      </div>
      <div className={css.foot}>
        <Button look="primary" disabled={Object.keys(changes).length === 0 || save.isPending} onClick={() => save.mutate()}>
          {t('action.save')}
        </Button>
      </div>
    </>
  )
}
