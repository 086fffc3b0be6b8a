// What the lists of the autogenerator show, as the URL says it.
import type { AutogenLinesQuery, Period, PeriodListQuery } from '../../lib/api/types'
import { reader, UUID, withoutEmpty } from '../../lib/search'
import { lineStatuses, type LineStatus } from './lines'

export type PeriodStatus = Period['status']
export const periodStatuses = ['planned', 'failed', 'made', 'skipped', 'waived'] as const satisfies readonly PeriodStatus[]

/** Search part of the URL of lines; everything may be left out. */
export interface LineSearch {
  client?: string
  unit?: string
  status?: LineStatus
  /** As it is written on the lines. */
  service?: string
}

/** Search part of the URL of the ledger. */
export interface PeriodSearch {
  client?: string
  line?: string
  status?: PeriodStatus
  /** Only periods that wait for an approval. */
  waiting?: 'true'
  from?: string
  to?: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Reads the URL's search part; what it does not know or understand is dropped. */
export function readLineSearch(raw: Record<string, unknown>): LineSearch {
  const { text, oneOf, fits } = reader(raw)
  return withoutEmpty({
    client: fits('client', UUID),
    unit: fits('unit', UUID),
    status: oneOf('status', lineStatuses),
    service: text('service').slice(0, 100) || undefined,
  })
}

export function readPeriodSearch(raw: Record<string, unknown>): PeriodSearch {
  const { oneOf, fits } = reader(raw)
  return withoutEmpty({
    client: fits('client', UUID),
    line: fits('line', UUID),
    status: oneOf('status', periodStatuses),
    waiting: oneOf('waiting', ['true']),
    from: fits('from', DAY),
    to: fits('to', DAY),
  })
}

export const lineQuery = ({ client, unit, status, service }: LineSearch): AutogenLinesQuery => ({
  client_id: client ? [client] : undefined,
  unit_id: unit,
  status: status ? [status] : undefined,
  service,
})

export const periodQuery = ({ client, line, status, waiting, from, to }: PeriodSearch): PeriodListQuery => ({
  client_id: client,
  line_id: line,
  status: status ? [status] : undefined,
  needs_approval: waiting,
  from,
  to,
})
