import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StatusMark } from '../../components/StatusMark'
import { useDelayed } from '../../lib/useDelayed'
import { findDuplicates } from './api/duplicates'
import { bodyOf, same, type Draft, type DraftKey } from './draft'
import css from './Duplicates.module.css'

const telling: DraftKey[] = ['kind', 'name', 'first_name', 'last_name', 'identifiers', 'channels', 'bank_accounts']

/** What is asked: only what can tell two clients apart, and only rows that hold something. */
function question(draft: Draft, clientId: string | null): Record<string, unknown> {
  const body = bodyOf({
    ...draft,
    identifiers: draft.identifiers.filter((row) => row.value),
    channels: draft.channels.filter((row) => row.value.trim() !== ''),
    bank_accounts: draft.bank_accounts.filter((row) => row.iban.trim().length >= 5),
  })
  const asked = Object.fromEntries(Object.entries(body).filter(([key]) => (telling as string[]).includes(key)))
  return clientId ? { ...asked, id: clientId } : asked
}

/** Beside the form: clients that may be this one already, and why. */
export function Duplicates({ draft, base, clientId }: { draft: Draft; base: Draft | null; clientId: string | null }) {
  const { t } = useTranslation()
  const settled = useDelayed(draft, 450)
  const changed = base === null || telling.some((key) => !same(base[key], settled[key]))
  const body = question(settled, clientId)
  const found = useQuery({
    queryKey: ['duplicates', body],
    queryFn: ({ signal }) => findDuplicates(body, signal),
    enabled: changed && Object.keys(body).some((key) => key !== 'kind' && key !== 'id'),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const duplicates = changed ? (found.data?.duplicates ?? []).filter((x) => x.client_id !== clientId) : []
  return (
    <aside className={css.panel} aria-label={t('duplicates.title')} aria-live="polite">
      {duplicates.length > 0 && (
        <>
          <h2>{t('duplicates.title')}</h2>
          <p className="quiet">{t('duplicates.text')}</p>
          <ul>
            {duplicates.map((x) => (
              <li key={x.client_id}>
                <Link to="/clients/$id" params={{ id: x.client_id }} target="_blank">
                  {x.name}
                </Link>
                <span className="quiet">{[x.registration_number, x.city].filter(Boolean).join(' · ')}</span>
                <span className={css.signs}>{x.signs.map((sign) => t(`duplicates.sign.${sign}`)).join(', ')}</span>
                {x.status !== 'active' && <StatusMark status={x.status} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  )
}
