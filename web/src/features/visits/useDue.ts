import { useQuery } from '@tanstack/react-query'
import type { Visit } from '../../lib/api/types'
import { today } from '../../lib/format'
import { getDue } from './api/visits'

/** Visits of a client that are planned for this year until today: counts do not tell them from those of days to come. None until they are read. */
export function useDue(clientId: string | undefined): readonly Visit[] {
  const day = today()
  const due = useQuery({ queryKey: ['visits', clientId, 'due', day], queryFn: ({ signal }) => getDue(clientId ?? '', day, signal), enabled: clientId !== undefined })
  return due.data ?? []
}
