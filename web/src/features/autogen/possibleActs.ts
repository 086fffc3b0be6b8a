import type { AutogenLine } from '../../lib/api/types'

export type Act = 'edit' | 'price' | 'pause' | 'resume' | 'end'

/** What may be done with a line now. The service decides again; this only offers nothing that must fail. */
export function possibleActs({ status }: Pick<AutogenLine, 'status'>): Act[] {
  if (status === 'active') return ['edit', 'price', 'pause', 'end']
  return status === 'paused' ? ['edit', 'price', 'resume', 'end'] : ['edit']
}
