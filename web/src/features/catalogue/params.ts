// What the catalogue shows, as the URL says it.

export const filterNames = [
  'status', 'kind', 'group', 'city', 'legal_form', 'responsible', 'tag', 'min_overdue_cents', 'min_days_late', 'has_next_invoice',
] as const
export type FilterName = (typeof filterNames)[number]

/** Filters of one value. The least number there is, 1, means all that are late. */
const singles: Partial<Record<FilterName, RegExp>> = {
  min_overdue_cents: /^[1-9]\d{0,12}$/,
  min_days_late: /^[1-9]\d{0,4}$/,
  has_next_invoice: /^true$/,
}

export const sortColumns = [
  'name', 'registration_number', 'kind', 'legal_form', 'city', 'group', 'status', 'number', 'units_active',
  'responsible', 'created_at', 'updated_at', 'industry', 'email', 'phone',
  'net_12_months_cents', 'open_cents', 'overdue_cents', 'days_late', 'paying_strip', 'next_invoice_on', 'next_invoice_net_cents', 'last_visit_on', 'visits_done',
] as const
export type SortColumn = (typeof sortColumns)[number]

/** Search part of the URL; everything may be left out. */
export type CatalogueSearch = { q?: string; sort?: SortColumn; order?: 'asc' | 'desc'; cols?: string } & Partial<
  Record<FilterName, string[]>
>

const isSortColumn = (value: unknown): value is SortColumn =>
  typeof value === 'string' && (sortColumns as readonly string[]).includes(value)

/** Reads the URL's search part; what it does not know or understand is dropped. */
export function readSearch(raw: Record<string, unknown>): CatalogueSearch {
  const out: CatalogueSearch = {}
  const last = (value: unknown): unknown => (Array.isArray(value) ? value.at(-1) : value)
  const q = last(raw.q)
  if (typeof q === 'string' && q !== '') out.q = q.slice(0, 200)
  const sort = last(raw.sort)
  if (isSortColumn(sort)) {
    out.sort = sort
    if (last(raw.order) === 'desc') out.order = 'desc'
  }
  const cols = last(raw.cols)
  if (typeof cols === 'string' && cols !== '') out.cols = cols
  for (const name of filterNames) {
    const value = raw[name]
    const list = (Array.isArray(value) ? value : [value]).filter((x): x is string => typeof x === 'string' && x !== '')
    const single = singles[name]
    const known = single ? list.filter((x) => single.test(x)).slice(-1) : [...new Set(list)]
    if (known.length > 0) out[name] = known
  }
  return out
}

/** The part that decides which rows come and in which order: without the columns. */
export function rowQuery(search: CatalogueSearch): CatalogueSearch {
  const { cols: _cols, ...rest } = search
  return rest
}

/** The filters alone: counts of facets depend on nothing else. */
export const filtersOf = (search: CatalogueSearch): CatalogueSearch =>
  Object.fromEntries(filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : [])))

export const isFiltered = (search: CatalogueSearch): boolean => filterNames.some((name) => search[name]?.length)

/** True when a text was typed that narrows: not empty and not "*". */
export const isTextQuery = (search: CatalogueSearch): boolean => {
  const q = search.q?.trim() ?? ''
  return q !== '' && q !== '*'
}

export function toggleValue(search: CatalogueSearch, name: FilterName, value: string): CatalogueSearch {
  const now = search[name] ?? []
  const next = now.includes(value) ? now.filter((x) => x !== value) : [...now, value]
  const { [name]: _old, ...rest } = search
  return next.length > 0 ? { ...rest, [name]: next } : rest
}

export function setValues(search: CatalogueSearch, name: FilterName, values: string[]): CatalogueSearch {
  const { [name]: _old, ...rest } = search
  return values.length > 0 ? { ...rest, [name]: values } : rest
}

export interface Sorted {
  column: SortColumn
  descending: boolean
}

/** What the rows are sorted by: as chosen, else by name; null when the best hits come first. */
export function sortedBy(search: CatalogueSearch): Sorted | null {
  if (search.sort) return { column: search.sort, descending: search.order === 'desc' }
  return isTextQuery(search) ? null : { column: 'name', descending: false }
}

/** A click on a column's head: ascending, then descending, then the order that comes by itself. */
export function nextSort(search: CatalogueSearch, column: SortColumn): CatalogueSearch {
  const { sort: _sort, order: _order, ...rest } = search
  const now = sortedBy(search)
  if (now?.column !== column) return { ...rest, sort: column }
  return now.descending ? rest : { ...rest, sort: column, order: 'desc' }
}
