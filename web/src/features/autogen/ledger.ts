// Rows of the ledger as people look at them.
import type { Period } from '../../lib/api/types'

/** Planned, but held back until somebody decides, is a standing of its own. */
export const standing = ({ status, needs_approval }: Pick<Period, 'status' | 'needs_approval'>): Period['status'] | 'waiting' =>
  needs_approval ? 'waiting' : status

/** What may be made at once: what waits for an approval, and what failed. */
export const isApprovable = ({ status, needs_approval }: Pick<Period, 'status' | 'needs_approval'>): boolean => needs_approval || status === 'failed'

/** What may be let go: all that is not decided yet. */
export const isWaivable = ({ status }: Pick<Period, 'status'>): boolean => status === 'planned' || status === 'failed'
