import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Visit } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import css from './VisitMark.module.css'

type Standing = Pick<Visit, 'status' | 'day'>

/** How a visit stands; one that is planned for a day that is over says so. */
export const standingOf = ({ status, day }: Standing): Visit['status'] | 'overdue' => (status === 'planned' && day !== null && day < today() ? 'overdue' : status)

/** How a visit stands as a dot and in words, or beside something else. */
export function VisitMark({ visit, children }: { visit: Standing; children?: ReactNode }) {
  const { t } = useTranslation()
  const standing = standingOf(visit)
  return (
    <span className={css.mark} data-status={standing}>
      {children ?? t(`visitStatus.${standing}`)}
    </span>
  )
}
