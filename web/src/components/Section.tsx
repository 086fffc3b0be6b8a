import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../lib/format'
import { Button } from './Button'
import { Icon } from './Icon'
import css from './Section.module.css'

interface Props {
  id: string
  title: string
  count?: ReactNode
  state?: 'fresh' | 'stale' | 'unavailable'
  asOf?: string | null
  onRetry?: () => void
  retrying?: boolean
  action?: ReactNode
  children: ReactNode
}

/** One block of a card with its own state: what is old says so, what is missing is never shown as empty. */
export function Section({ id, title, count, state = 'fresh', asOf, onRetry, retrying, action, children }: Props) {
  const { t } = useTranslation()
  return (
    <section id={id} className={css.section} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <header className={css.header}>
        <h2 id={`${id}-title`}>{title}</h2>
        {count !== undefined && state !== 'unavailable' && <span className={css.count}>{count}</span>}
        {state === 'stale' && (
          <span className={css.stale}>
            <Icon name="clock" size={13} />
            {t('section.stale', { time: asOf ? formatTime(asOf) : '?' })}
          </span>
        )}
        <span className={css.space} />
        {action}
      </header>
      {state === 'unavailable' ? (
        <div className={css.unavailable} role="status">
          <Icon name="attention" />
          <span>{t('section.unavailable', { title })}</span>
          {onRetry && (
            <Button small disabled={retrying} onClick={onRetry}>
              {t('action.retry')}
            </Button>
          )}
        </div>
      ) : (
        children
      )}
    </section>
  )
}
