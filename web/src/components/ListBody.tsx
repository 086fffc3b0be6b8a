import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { reasonText } from '../lib/reasons'
import { Banner } from './Banner'
import { Button } from './Button'
import css from './ListPage.module.css'

interface Props {
  /** What the rows are read by. */
  query: { data: unknown; error: Error | null; isPlaceholderData: boolean; refetch: () => unknown }
  isEmpty: boolean
  /** Said when there are no rows because they could not be read. */
  absent: string
  /** Said when there are none. */
  empty: ReactNode
  beside?: ReactNode
  children: ReactNode
}

/** The list of a page, or what is said in its place; a failure leaves the rows that have come. */
export function ListBody({ query, isEmpty, absent, empty, beside, children }: Props) {
  const { t } = useTranslation()
  const { error } = query
  const again = (small: boolean) => (
    <Button small={small} onClick={() => void query.refetch()}>
      {t('action.retry')}
    </Button>
  )
  return (
    <>
      {error && !isEmpty && <Banner action={again(true)}>{t('catalogue.failed', { cause: reasonText(error, t) })}</Banner>}
      <div className={css.body}>
        {error && isEmpty ? (
          <div className={css.message} role="alert">
            <h2>{absent}</h2>
            <p>{reasonText(error, t)}</p>
            {again(false)}
          </div>
        ) : query.data !== undefined && isEmpty && !query.isPlaceholderData ? (
          empty
        ) : (
          children
        )}
        {beside}
      </div>
    </>
  )
}
