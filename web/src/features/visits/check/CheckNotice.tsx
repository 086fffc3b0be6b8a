import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { today } from '../../../lib/format'
import { checkQuery, getCheck, lastMonth } from './check'
import css from './CheckNotice.module.css'

/** That visits of the last month do not agree with contracts or invoices; nothing when they do, or when nobody knows. */
export function CheckNotice({ clientId }: { clientId: string }) {
  const { t } = useTranslation()
  const { year, month } = lastMonth(today())
  const search = { year: `${year}`, month: `${month}`, client: clientId, flagged: 'true' } as const
  const check = useQuery({
    queryKey: ['visits', 'check', checkQuery(search)],
    queryFn: ({ signal }) => getCheck(checkQuery(search), signal),
    staleTime: 60_000,
    retry: false,
  })
  if (!check.data?.flagged) return null
  return (
    <p className={css.notice}>
      <Link to="/visits/check" search={search}>
        {t('visits.check.onCard', { count: check.data.flagged })}
      </Link>
    </p>
  )
}
