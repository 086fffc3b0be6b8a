// The columns a person can choose.
import { readStored, writeStored } from '../../lib/stored'
import { sortColumns, type SortColumn } from './params'

export const columnNames = [
  'registration_number', 'city', 'group', 'units_active', 'net_12_months_cents', 'open_cents', 'overdue_cents', 'days_late',
  'paying_strip', 'next_invoice_on', 'next_invoice_net_cents', 'last_visit_on', 'visits_done', 'responsible', 'status', 'phone', 'email', 'vat_number', 'legal_form', 'kind', 'number', 'address', 'www', 'iban', 'industry', 'tags', 'created_at', 'updated_at',
] as const
export type ColumnName = (typeof columnNames)[number]

export const defaultColumns: readonly ColumnName[] = [
  'registration_number', 'city', 'group', 'units_active', 'open_cents', 'overdue_cents', 'paying_strip', 'responsible', 'status',
]

const widths: Record<ColumnName | 'name' | 'matched', number> = {
  name: 340, matched: 250, registration_number: 128, city: 116, group: 150, units_active: 84, responsible: 140,
  status: 116, phone: 136, email: 210, vat_number: 130, legal_form: 88, kind: 124, number: 76, address: 300, www: 170,
  iban: 220, industry: 240, tags: 160, created_at: 100, updated_at: 100,
  net_12_months_cents: 128, open_cents: 108, overdue_cents: 104, days_late: 76, paying_strip: 100,
  next_invoice_on: 172, next_invoice_net_cents: 128, last_visit_on: 128, visits_done: 84,
}
export type WidthName = keyof typeof widths

const isColumn = (name: string): name is ColumnName => (columnNames as readonly string[]).includes(name)
const isStringList = (value: unknown): boolean => Array.isArray(value) && value.every((x) => typeof x === 'string')
const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Columns from the URL, else as last chosen here, else the default ones. */
export function readColumns(fromUrl: string | undefined): readonly ColumnName[] {
  const names = fromUrl?.split(',') ?? readStored<string[]>('sys.columns', [...defaultColumns], isStringList)
  const known = names.filter(isColumn)
  return known.length > 0 ? [...new Set(known)] : defaultColumns
}

export const storeColumns = (names: readonly ColumnName[]): void => writeStored('sys.columns', names)

export function readWidths(): Record<WidthName, number> {
  const stored = readStored<Record<string, number>>('sys.widths', {}, isRecord)
  const out = { ...widths }
  for (const name of Object.keys(out) as WidthName[]) {
    const width = stored[name]
    if (typeof width === 'number' && width >= 48 && width <= 900) out[name] = width
  }
  return out
}

export const storeWidths = (now: Record<WidthName, number>): void => writeStored('sys.widths', now)
export const defaultWidth = (name: WidthName): number => widths[name]

export const sortOf = (name: WidthName): SortColumn | null =>
  (sortColumns as readonly string[]).includes(name) ? (name as SortColumn) : null

export type SumName = 'net_12_months_cents' | 'open_cents' | 'overdue_cents' | 'days_late' | 'next_invoice_net_cents'
const sums: ReadonlySet<string> = new Set<SumName>([
  'net_12_months_cents', 'open_cents', 'overdue_cents', 'days_late', 'next_invoice_net_cents',
])

/** A number of the client's money, also of what is coming; null while it is not known. */
export const isOfMoney = (name: string): name is SumName => sums.has(name)
