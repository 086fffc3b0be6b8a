import type { TFunction } from 'i18next'
import { memo } from 'react'
import { Icon } from '../../../components/Icon'
import { StatusMark } from '../../../components/StatusMark'
import type { Row } from '../../../lib/api/types'
import type { ColumnName } from '../columns'
import { cell, matchedCell, monoColumns, nameText, rightColumns } from './cells'
import css from './Grid.module.css'

export interface GridRowProps {
  index: number
  row: Row | undefined
  top: number
  active: boolean
  selected: boolean
  columns: readonly ColumnName[]
  withMatched: boolean
  phone: boolean
  t: TFunction
}

export const rowId = (index: number): string => `row-${index}`

export const hrefOf = (row: Row): string => `/clients/${row.id}${row.unit ? `?unit=${row.unit.id}` : ''}`

/** One row. Clicks and keys are handled once, by the grid. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, row, top, active, selected, columns, withMatched, phone, t } = props
  const common = {
    id: rowId(index),
    role: 'row',
    'aria-rowindex': index + 2,
    'aria-selected': selected,
    'data-index': index,
    'data-active': active || undefined,
    'data-closed': row?.status === 'closed' || undefined,
    style: { top },
  }
  if (!row) {
    return (
      <div {...common} className={css.row} aria-busy="true">
        <div role="gridcell" className={css.name}>
          <span className={css.bone} style={{ width: `${40 + ((index * 37) % 45)}%` }} />
        </div>
      </div>
    )
  }
  const glyph = row.kind === 'natural' && <Icon name="person" size={13} />
  if (phone) {
    return (
      <div {...common} className={css.card}>
        <div role="gridcell" className={css.cardMain}>
          <span className={css.cardName}>
            <a href={hrefOf(row)} tabIndex={-1}>
              {nameText(row)}
            </a>
            {row.notice && <Icon name="attention" size={13} />}
          </span>
          <span className={css.cardLine}>
            {matchedCell(row, t) ?? (
              <>
                <span className="mono">{row.registration_number}</span>
                {row.city && ` · ${row.city}`}
                {row.units_total > 0 && ` · ${t('units.count', { count: row.units_total })}`}
              </>
            )}
          </span>
        </div>
        {row.status !== 'active' && <StatusMark status={row.status} />}
      </div>
    )
  }
  return (
    <div {...common} className={css.row}>
      <div role="gridcell" className={css.name}>
        <span className={css.gutter} data-box="" title={t('grid.select')}>
          {selected ? <Icon name="check" size={12} /> : glyph}
        </span>
        <a href={hrefOf(row)} tabIndex={-1} title={row.name}>
          {nameText(row)}
        </a>
        {row.notice && (
          <span className={css.notice} title={row.notice}>
            <Icon name="attention" size={13} />
          </span>
        )}
      </div>
      {withMatched && (
        <div role="gridcell">
          {matchedCell(row, t)}
        </div>
      )}
      {columns.map((name) => (
        <div
          key={name}
          role="gridcell"
          className={monoColumns.has(name) ? 'mono' : undefined}
          data-right={rightColumns.has(name) || undefined}
        >
          {cell(name, row, t)}
        </div>
      ))}
    </div>
  )
})
