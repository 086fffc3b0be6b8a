import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { RequirementsTable } from '../documents/RequirementsTable'
import page from '../groups/GroupsPage.module.css'
import { ScopeSettings } from './ScopeSettings'
import css from './SettingsPage.module.css'

/** The company's settings: what holds for every client unless a group, client or unit says otherwise, and which documents clients must have. */
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
      <section className={css.more} aria-labelledby="requirements-title">
        <h2 id="requirements-title">{t('documents.requirements')}</h2>
        <p className={page.lead}>{t('documents.requirementsText')}</p>
        <RequirementsTable />
      </section>
    </main>
  )
}
