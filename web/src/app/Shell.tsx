import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../components/Button'
import { Icon } from '../components/Icon'
import { Kbd } from '../components/Kbd'
import { Toasts } from '../components/Toasts'
import { listSearch } from '../features/catalogue/place'
import { ApiError } from '../lib/api/http'
import { CheatSheet } from './CheatSheet'
import { useKeys } from './keys'
import { Palette } from './Palette'
import css from './Shell.module.css'
import { getSession } from './session'
import { UserMenu } from './UserMenu'

/** The frame around every screen: name, places, palette, user. */
export function Shell() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [window, setWindow] = useState<'palette' | 'keys' | null>(null)
  const session = useQuery({ queryKey: ['session'], queryFn: ({ signal }) => getSession(signal), staleTime: 600_000 })
  const path = useLocation({ select: (location) => location.pathname })
  const inCatalogue = path === '/' || path === '/clients'
  const inClients = path.startsWith('/clients')
  const signedOut = session.error instanceof ApiError && session.error.status === 401
  useKeys({
    'Ctrl+k': () => setWindow('palette'),
    '?': () => setWindow('keys'),
    'g k': () => void navigate({ to: '/' }),
    'g s': () => void navigate({ to: '/today' }),
    'g r': () => void navigate({ to: '/invoices' }),
    'g a': () => void navigate({ to: '/autogen' }),
    'g v': () => void navigate({ to: '/visits/check' }),
    'g d': () => void navigate({ to: '/documents' }),
    'g g': () => void navigate({ to: '/groups' }),
    'g i': () => void navigate({ to: '/settings' }),
  })
  return (
    <div className={css.shell}>
      <header className={css.bar}>
        <Link to="/" className={css.brand} aria-label={t('nav.home')}>
          <svg aria-hidden="true" width="20" height="20" viewBox="0 0 32 32">
            <rect width="32" height="32" rx="7" fill="var(--accent)" />
            <path d="M16 7v18M8.200 11.500l15.600 9M23.800 11.500l-15.600 9" stroke="var(--on-accent)" strokeWidth="3" strokeLinecap="round" />
          </svg>
          SYS
        </Link>
        <nav className={css.nav} aria-label={t('nav.label')}>
          <Link to="/" search={inCatalogue ? {} : listSearch()} data-here={inClients || undefined} activeOptions={{ exact: true, includeSearch: false }}>
            {t('nav.clients')}
          </Link>
          <Link to="/today">{t('nav.today')}</Link>
          <Link to="/invoices" activeOptions={{ includeSearch: false }}>
            {t('nav.invoices')}
          </Link>
          <Link to="/autogen" activeOptions={{ includeSearch: false }}>
            {t('nav.autogen')}
          </Link>
          <Link to="/documents" activeOptions={{ includeSearch: false }}>
            {t('nav.documents')}
          </Link>
          <Link to="/groups">{t('nav.groups')}</Link>
          <Link to="/settings">{t('nav.settings')}</Link>
        </nav>
        <button type="button" className={css.palette} onClick={() => setWindow('palette')} aria-label={t('palette.title')}>
          <Icon name="search" size={14} />
          <span>{t('palette.open')}</span>
          <Kbd keys="Ctrl K" />
        </button>
        <IconButton icon="question" className={css.keys} name={t('keys.title')} onClick={() => setWindow('keys')} />
        <UserMenu session={session.data} />
      </header>
      <div className={css.page}>
        {signedOut ? (
          <main className={css.signedOut}>
            <h1>{t('signIn.title')}</h1>
            <p>{t('signIn.text')}</p>
            <Button look="primary" onClick={() => location.assign('/')}>
              {t('signIn.again')}
            </Button>
          </main>
        ) : (
          <Outlet />
        )}
      </div>
      {window === 'palette' && (
        <Palette onClose={() => setWindow(null)} onKeys={() => setWindow('keys')} />
      )}
      {window === 'keys' && <CheatSheet onClose={() => setWindow(null)} />}
      <Toasts />
    </div>
  )
}
