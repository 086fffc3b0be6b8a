import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import css from './AutogenNav.module.css'

/** The three screens of the autogenerator; the client that is looked at goes along. */
export function AutogenNav({ client }: { client?: string }) {
  const { t } = useTranslation()
  return (
    <nav className={css.nav} aria-label={t('autogen.title')}>
      <Link to="/autogen" search={{ client }} activeOptions={{ exact: true, includeSearch: false }}>
        {t('autogen.lines')}
      </Link>
      <Link to="/autogen/periods" search={{ client }} activeOptions={{ includeSearch: false }}>
        {t('autogen.ledger')}
      </Link>
      <Link to="/autogen/indexations">{t('autogen.indexations')}</Link>
    </nav>
  )
}
