import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../components/Button'
import { ApiError } from '../lib/api/http'
import { reasonText } from '../lib/reasons'
import css from './Message.module.css'

interface Props {
  /** Why what the page is about cannot be had; null while it is awaited. */
  error: Error | null
  onRetry: () => void
  /** Where else one can go; the list of clients when nothing is said. */
  back?: ReactNode
}

/** In place of a page whose subject is not here. What does not exist is not asked for again. */
export function StandIn({ error, onRetry, back }: Props) {
  const { t } = useTranslation()
  if (!error) return <main className={css.message} aria-busy="true" />
  return (
    <main className={css.message}>
      <h1>{reasonText(error, t)}</h1>
      {!(error instanceof ApiError && error.status === 404) && <Button onClick={onRetry}>{t('action.retry')}</Button>}
      {back ?? <Link to="/">{t('notFound.back')}</Link>}
    </main>
  )
}
