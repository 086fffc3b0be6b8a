import type { UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Visit, VisitStatus } from '../../lib/api/types'
import { useAct } from '../../lib/useAct'
import { putVisit } from './api/visits'
import { refreshVisits, withStatus } from './change'

interface Mark {
  visit: Visit
  status: VisitStatus
}

export const statusOfKey: Record<string, VisitStatus> = { d: 'done', m: 'missed', c: 'cancelled', p: 'planned' }

/** Marking how a visit stands; one at a time. */
export function useMarking(clientId: string): { marking: UseMutationResult<Visit, Error, Mark>; mark: (visit: Visit, status: VisitStatus) => void } {
  const { t } = useTranslation()
  const marking = useAct(
    ({ visit, status }: Mark) => putVisit(visit.id, withStatus(visit, status), visit.etag),
    t('visits.saved'),
    (queries) => refreshVisits(queries, clientId),
  )
  const mark = (visit: Visit, status: VisitStatus): void => {
    if (status !== visit.status && !marking.isPending) marking.mutate({ visit, status })
  }
  return { marking, mark }
}
