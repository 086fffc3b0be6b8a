import type { TFunction } from 'i18next'
import { memo } from 'react'
import { Icon } from '../../../components/Icon'
import type { Row } from '../../../lib/api/types'
import { isOfMoney, type ColumnName } from '../columns'
import { cellText, matchedCell, monoColumns, nameText, isUnknown, rightColumns, type Words } from './cells'
import css from './Grid.module.css'
import { StripCell, SumCell } from './MoneyCells'

export interface GridRowProps {
  index: number
  /** Undefined while it is not here yet. */
  row: Row | undefined
  /** Past the end of the list: out of sight, but kept, as a longer result is a keystroke away. */
  unused: boolean
  top: number
  active: boolean
  selected: boolean
  columns: readonly ColumnName[]
  withMatched: boolean
  words: Words
  t: TFunction
}

export const rowId = (index: number): string => `row-${index}`

export const hrefOf = (row: Row): string => `/clients/${row.id}${row.unit ? `?unit=${row.unit.id}` : ''}`

/** What every row says of itself, wide or on a phone. Clicks and keys are handled once, by the grid. */
export const rowAttributes = ({ index, row, unused, top, active, selected }: GridRowProps) =>
  unused
    ? { style: { visibility: 'hidden' as const } }
    : {
        id: rowId(index),
        role: 'row',
        'aria-rowindex': index + 2,
        'aria-selected': selected,
        'aria-busy': row ? undefined : true,
        'data-index': index,
        'data-active': active || undefined,
        'data-closed': row?.status === 'closed' || undefined,
        style: { top },
      }

/** One row. Its elements are the same for every client, so that scrolling changes texts and nothing else: measure before adding one. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, columns, withMatched, words, t } = props
  return (
    <div {...rowAttributes(props)} className={row ? css.row : `${css.row} ${css.missing}`}>
      <div role="gridcell" className={css.name}>
        <span className={css.gutter} data-box="" data-kind={row?.kind} title={t('grid.select')} />
        <a href={row && hrefOf(row)} tabIndex={-1}>
          {row && nameText(row)}
        </a>
        {row?.notice && (
          <span className={css.notice} title={row.notice}>
            <Icon name="attention" size={13} />
          </span>
        )}
      </div>
      {withMatched && <div role="gridcell" title={row?.matched?.text}>{row && matchedCell(row, t)}</div>}
      {columns.map((name) =>
        isOfMoney(name) ? (
          <SumCell key={name} name={name} row={row} language={words.language} t={t} />
        ) : name === 'paying_strip' ? (
          <StripCell key={name} row={row} t={t} />
        ) : (
          <div
            key={name}
            role="gridcell"
            className={monoColumns.has(name) ? 'mono' : undefined}
            data-right={rightColumns.has(name) || undefined}
            data-status={name === 'status' ? row?.status : undefined}
            aria-label={row && isUnknown(name, row) ? t('money.unknown') : undefined}
          >
            {row && cellText(name, row, words)}
          </div>
        ),
      )}
    </div>
  )
})
