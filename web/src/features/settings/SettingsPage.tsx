import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import page from '../groups/GroupsPage.module.css'
import { ScopeSettings } from './ScopeSettings'

/** The company's settings: what holds for every client unless a group, client or unit says otherwise. */
export function SettingsPage() {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = `${t('nav.settings')} · SYS`
  }, [t])
  return (
    <main className={page.page}>
      <header className={page.head}>
        <h1>{t('settings.companyTitle')}</h1>
      </header>
      <p className={page.lead}>{t('settings.companyText')}</p>
      <ScopeSettings scope="company" ownerId={null} />
    </main>
  )
}
