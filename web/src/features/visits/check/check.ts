// The check of a month: what it shows as the URL says it, and how it is asked for.
import { get } from '../../../lib/api/http'
import type { VisitCheck } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { reader, UUID, withoutEmpty } from '../../../lib/search'
import { monthOf, stepMonth, type Month } from '../months'
import { MONTH, YEAR } from '../params'

/** Search part of the URL; everything may be left out. */
export interface CheckSearch {
  /** The last month that is over when nothing is said. */
  year?: string
  month?: string
  client?: string
  /** Only what somebody should look at. */
  flagged?: 'true'
}

/** Reads the URL's search part; what it does not know or understand is dropped. */
export function readCheckSearch(raw: Record<string, unknown>): CheckSearch {
  const { fits, oneOf } = reader(raw)
  const [year, month] = [fits('year', YEAR), fits('month', MONTH)]
  return withoutEmpty({
    ...(year && month ? { year, month } : {}),
    client: fits('client', UUID),
    flagged: oneOf('flagged', ['true']),
  })
}

/** The month before the one of a day: the last that is over. */
export const lastMonth = (day: string): Month => stepMonth(monthOf(day), -1)

export const shownMonth = ({ year, month }: CheckSearch): Month => (year && month ? { year: Number(year), month: Number(month) } : lastMonth(today()))

export interface CheckQuery extends Month {
  client_id?: string
  flagged?: 'true'
}

export const checkQuery = (search: CheckSearch): CheckQuery => ({ ...shownMonth(search), client_id: search.client, flagged: search.flagged })

export const getCheck = (query: CheckQuery, signal?: AbortSignal): Promise<VisitCheck> => get('/visits/check', { ...query }, signal)
