// What the list of invoices shows, as the URL says it.
import type { InvoiceListQuery } from '../../lib/api/types'
import { reader, UUID, withoutEmpty } from '../../lib/search'

export const statuses = ['open', 'overdue', 'paid', 'annulled', 'draft'] as const
export type StatusFilter = (typeof statuses)[number]

export const ages = ['0', '1-30', '31-60', '61-90', '91+'] as const
export type Age = (typeof ages)[number]

export const periods = ['month', 'quarter', '6m', '12m', 'year', 'lastYear', 'all'] as const
export type Period = (typeof periods)[number]

export const sortColumns = ['issued_on', 'due_on', 'number', 'gross', 'open'] as const
export type SortColumn = (typeof sortColumns)[number]

/** Search part of the URL; everything may be left out. */
export interface InvoiceSearch {
  client?: string
  unit?: string
  /** Keeps the unit in sight but asks for all of the client. */
  units?: 'all'
  status?: StatusFilter
  age?: Age
  period?: Period
  /** Days that somebody chose; they win over the period. */
  from?: string
  to?: string
  number?: string
  sort?: SortColumn
  order?: 'asc' | 'desc'
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Reads the URL's search part; what it does not know or understand is dropped. */
export function readInvoiceSearch(raw: Record<string, unknown>): InvoiceSearch {
  const { text, oneOf, fits } = reader(raw)
  const sort = oneOf('sort', sortColumns)
  return withoutEmpty({
    client: fits('client', UUID),
    unit: fits('unit', UUID),
    units: oneOf('units', ['all']),
    status: oneOf('status', statuses),
    age: oneOf('age', ages),
    period: oneOf('period', periods),
    from: fits('from', DAY),
    to: fits('to', DAY),
    number: text('number').slice(0, 40) || undefined,
    sort,
    order: sort && oneOf('order', ['asc', 'desc']),
  })
}

export type ShownPeriod = Period | 'chosen'

/** The period that holds: what was chosen, else everything of a client and the last half year of everybody. */
export function periodOf(search: InvoiceSearch): ShownPeriod {
  if (search.from ?? search.to) return 'chosen'
  return search.period ?? (search.client ? 'all' : '6m')
}

const iso = (year: number, month: number, day: number): string => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

/** First and last day of a period that ends today; undefined where it has no end. */
export function daysOf(search: InvoiceSearch, today: string): { from?: string; to?: string } {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number)
  const m = month - 1
  // The day before that of the same number: six months to 31 August begin on 1 March.
  const monthsBack = (count: number): string => iso(year, m - count, Math.min(day, new Date(Date.UTC(year, m - count + 1, 0)).getUTCDate()) + 1)
  switch (periodOf(search)) {
    case 'chosen':
      return withoutEmpty({ from: search.from, to: search.to })
    case 'month':
      return { from: iso(year, m, 1) }
    case 'quarter':
      return { from: iso(year, m - (m % 3), 1) }
    case '6m':
      return { from: monthsBack(6) }
    case '12m':
      return { from: monthsBack(12) }
    case 'year':
      return { from: iso(year, 0, 1) }
    case 'lastYear':
      return { from: iso(year - 1, 0, 1), to: iso(year - 1, 11, 31) }
    case 'all':
      return {}
  }
}

/** The same as the API takes it. Drafts have no day of issue yet, so a period would hide them all. */
export function queryOf(search: InvoiceSearch, today: string): InvoiceListQuery {
  return {
    client_id: search.client ? [search.client] : undefined,
    unit_id: search.units === 'all' ? undefined : search.unit,
    status: search.status,
    days_late: search.age,
    number: search.number,
    ...(search.status === 'draft' ? {} : daysOf(search, today)),
    order: orderOf(search),
  }
}

/** Without a choice the newest come first. */
export const sortedBy = (search: InvoiceSearch): { column: SortColumn; descending: boolean } => ({
  column: search.sort ?? 'issued_on',
  descending: search.sort === undefined || search.order === 'desc',
})

function orderOf(search: InvoiceSearch): InvoiceListQuery['order'] {
  const { column, descending } = sortedBy(search)
  return descending ? `${column} desc` : column
}

/** A click on a head: first the way that is asked for most, then the other, then as it was. */
export function nextSort(search: InvoiceSearch, column: SortColumn): InvoiceSearch {
  const { sort, order, ...rest } = search
  const first = column === 'due_on' ? 'asc' : 'desc'
  if (sort !== column) return { ...rest, sort: column, order: column === 'issued_on' && sort === undefined ? 'asc' : first }
  const turned = order === 'desc' ? 'asc' : 'desc'
  return turned === first ? rest : { ...rest, sort: column, order: turned }
}
