import type { VisitStatus } from '../../lib/api/types'

/** In the order in which a person chooses among them. */
export const statuses: readonly VisitStatus[] = ['planned', 'done', 'missed', 'cancelled']
