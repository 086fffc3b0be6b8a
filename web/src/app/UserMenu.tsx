import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../components/Button'
import { Icon, type IconName } from '../components/Icon'
import { Panel } from '../components/Menu'
import { setLanguage, languages } from '../i18n'
import type { Session } from '../lib/api/types'
import { readTheme, setTheme, type Theme } from './theme'
import css from './UserMenu.module.css'

const themes: { name: Theme; icon: IconName }[] = [
  { name: 'light', icon: 'sun' },
  { name: 'dark', icon: 'moon' },
  { name: 'system', icon: 'screen' },
]

/** Who is signed in, and how this browser shows things. */
export function UserMenu({ session }: { session: Session | undefined }) {
  const { t, i18n } = useTranslation()
  const [theme, setShown] = useState(readTheme)
  return (
    <Panel align="end" width={240} label={t('user.menu')} trigger={<IconButton icon="person" name={t('user.menu')} />}>
      <div className={css.inside}>
        <p className={css.who}>
          <strong>{session?.user ?? '…'}</strong>
          <span className="quiet">{session?.roles.map((role) => t(`role.${role}`, { defaultValue: role })).join(', ')}</span>
        </p>
        <fieldset className={css.choice}>
          <legend>{t('user.language')}</legend>
          {languages.map((language) => (
            <button key={language} type="button" aria-pressed={i18n.language === language} onClick={() => setLanguage(language)}>
              {language === 'lv' ? 'Latviešu' : 'English'}
            </button>
          ))}
        </fieldset>
        <fieldset className={css.choice}>
          <legend>{t('user.theme')}</legend>
          {themes.map(({ name, icon }) => (
            <button
              key={name}
              type="button"
              aria-pressed={theme === name}
              aria-label={t(`theme.${name}`)}
              title={t(`theme.${name}`)}
              onClick={() => {
                setTheme(name)
                setShown(name)
              }}
            >
              <Icon name={icon} />
            </button>
          ))}
        </fieldset>
        {session && <p className={css.version}>SYS {session.version}</p>}
      </div>
    </Panel>
  )
}
