import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { Highlight } from '../../../components/Highlight'
import type { Kind, Row, Status } from '../../../lib/api/types'
import { formatCents, formatDay, formatInstantDay } from '../../../lib/format'
import { stripText } from '../../../lib/payingStrip'
import type { ColumnName, SumName } from '../columns'

export const monoColumns: ReadonlySet<string> = new Set(['registration_number', 'vat_number', 'iban', 'number'])
export const rightColumns: ReadonlySet<string> = new Set([
  'units_active', 'number', 'net_12_months_cents', 'open_cents', 'overdue_cents', 'days_late', 'next_invoice_net_cents', 'visits_done',
])

/** Words of cells, looked up once instead of in every row. */
export interface Words {
  status: Record<Status, string>
  kind: Record<Kind, string>
  language: string
}

export const wordsOf = (t: TFunction, language: string): Words => ({
  language,
  status: {
    prospect: t('status.prospect'),
    active: t('status.active'),
    suspended: t('status.suspended'),
    closed: t('status.closed'),
  },
  kind: { legal: t('kind.legal'), natural: t('kind.natural') },
})

/** What stands in a cell: text alone, so that a row is drawn anew by changing text alone. */
export function cellText(name: ColumnName, row: Row, words: Words): string {
  switch (name) {
    case 'units_active':
      if (row.units_total === 0) return ''
      return row.units_total === row.units_active ? `${row.units_total}` : `${row.units_active}/${row.units_total}`
    case 'status':
      return words.status[row.status]
    case 'kind':
      return words.kind[row.kind]
    case 'tags':
      return row.tags.join(', ')
    case 'next_invoice_on':
      return nextInvoiceIsUnknown(row) ? UNKNOWN : formatDay(row.next_invoice_on)
    case 'last_visit_on':
      return visitsAreUnknown(row) ? UNKNOWN : formatDay(row.last_visit_on)
    case 'visits_done':
      return visitsAreUnknown(row) ? UNKNOWN : `${row.visits_done || ''}`
    case 'created_at':
    case 'updated_at':
      return formatInstantDay(row[name])
    default:
      return `${row[name] ?? ''}`
  }
}

export const UNKNOWN = '?'

/** Nothing was heard of the client's automatic invoices yet, so that none may be coming or some. */
export const nextInvoiceIsUnknown = (row: Row): boolean => row.next_invoice_net_cents === null

/** Nothing was heard of the visits at the client yet. */
export const visitsAreUnknown = (row: Row): boolean => row.visits_done === null

/** Another part of the system has not told yet what this cell is to show. */
export const isUnknown = (name: ColumnName, row: Row): boolean =>
  (name === 'next_invoice_on' && nextInvoiceIsUnknown(row)) || ((name === 'last_visit_on' || name === 'visits_done') && visitsAreUnknown(row))

/** A sum of money in its parts; an unknown one is never a zero. Days have no cents. */
export function sumText(name: SumName, row: Row, language: string): [whole: string, part: string] {
  const value = row[name]
  if (value === null) return [UNKNOWN, '']
  return name === 'days_late' ? [`${value}`, ''] : formatCents(value, language)
}

/** How a sum is drawn: red when it says that something is late, quiet when it is nothing. */
export function sumTone(name: SumName, row: Row): 'late' | 'none' | undefined {
  const value = row[name]
  if (!value) return 'none'
  return name === 'overdue_cents' || name === 'days_late' ? 'late' : undefined
}

/** How the client pays, in words. */
export const payingText = (row: Row, t: TFunction): string =>
  row.open_cents === null ? t('money.unknown') : row.paying_strip ? stripText(row.paying_strip, t) : t('strip.none')

type Ranges = readonly (readonly [number, number])[]

const LEAD = 18

/** A long text cut in front, at a word, so that the first found piece is among the first letters shown. */
export function cropMatch(text: string, ranges: Ranges): { text: string; ranges: Ranges } {
  const first = ranges[0]?.[0] ?? 0
  if (first <= LEAD) return { text, ranges }
  const space = text.lastIndexOf(' ', first - 1)
  const from = space > first - LEAD ? space + 1 : first
  const moved = 1 - from
  return { text: `…${text.slice(from)}`, ranges: ranges.map(([start, end]) => [start + moved, end + moved]) }
}

/** Found by something else than the client's own name: then the list says by what. */
export const isFoundElsewhere = ({ matched, unit }: Row): boolean => matched !== null && (matched.field !== 'name' || unit !== null)

/** Where the text was found, when not in the client's name: "tālrunis +371 26…", and in which unit. */
export function matchedCell(row: Row, t: TFunction): ReactNode {
  const { matched, unit } = row
  if (!matched || !isFoundElsewhere(row)) return null
  const { text, ranges } = cropMatch(matched.text, matched.ranges)
  const label = (field: string): ReactNode => <span className="quiet">{t(`matched.${field}`, { defaultValue: field })} </span>
  if (matched.field === 'name') return <>{label('unit')}{unit?.name}</>
  return (
    <>
      {label(matched.field)}
      <Highlight text={text} ranges={ranges} />
      {unit && matched.field !== 'unit' && <span className="quiet"> · {unit.name}</span>}
    </>
  )
}

/** The name with the found piece marked. */
export function nameText(row: Row): ReactNode {
  const { matched } = row
  return matched?.field === 'name' && matched.text === row.name ? (
    <Highlight text={row.name} ranges={matched.ranges} />
  ) : (
    row.name
  )
}
