import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { Highlight } from '../../../components/Highlight'
import { StatusMark } from '../../../components/StatusMark'
import type { Row } from '../../../lib/api/types'
import { formatInstantDay } from '../../../lib/format'
import type { ColumnName } from '../columns'

export const monoColumns: ReadonlySet<string> = new Set(['registration_number', 'vat_number', 'iban', 'number'])
export const rightColumns: ReadonlySet<string> = new Set(['units_active', 'number'])

/** What stands in a cell. */
export function cell(name: ColumnName, row: Row, t: TFunction): ReactNode {
  switch (name) {
    case 'units_active':
      if (row.units_total === 0) return null
      return row.units_total === row.units_active ? (
        row.units_total
      ) : (
        <span title={t('units.activeOf', { active: row.units_active, count: row.units_total })}>
          {row.units_active}
          <span className="quiet">/{row.units_total}</span>
        </span>
      )
    case 'status':
      return <StatusMark status={row.status} />
    case 'kind':
      return t(`kind.${row.kind}`)
    case 'tags':
      return row.tags.join(', ')
    case 'created_at':
    case 'updated_at':
      return formatInstantDay(row[name])
    default:
      return row[name]
  }
}

/** Where the text was found, when not in the name itself: "tālrunis +371 26…". */
export function matchedCell(row: Row, t: TFunction): ReactNode {
  const { matched } = row
  if (!matched || matched.field === 'name') return null
  return (
    <>
      <span className="quiet">{t(`matched.${matched.field}`, { defaultValue: matched.field })}</span>{' '}
      <Highlight text={matched.text} ranges={matched.ranges} />
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
