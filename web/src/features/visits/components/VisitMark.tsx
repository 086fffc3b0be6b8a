import { useTranslation } from 'react-i18next'
import type { Visit } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import css from './VisitMark.module.css'

/** How a visit stands; one that is planned for a day that is over says so. */
export function VisitMark({ visit }: { visit: Pick<Visit, 'status' | 'day'> }) {
  const { t } = useTranslation()
  const isOverdue = visit.status === 'planned' && visit.day !== null && visit.day < today()
  return (
    <span className={css.mark} data-status={isOverdue ? 'overdue' : visit.status}>
      {t(isOverdue ? 'visitStatus.overdue' : `visitStatus.${visit.status}`)}
    </span>
  )
}
