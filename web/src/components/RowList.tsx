import { useImperativeHandle, type AriaAttributes, type CSSProperties, type ReactNode, type Ref } from 'react'
import { templateOf, widthOf, type Column } from './columns'
import css from './RowList.module.css'
import { useRowList, type ListHandle, type RowListOptions } from './useRowList'

/** How a row stands, beside being the one under the cursor. */
export interface RowState {
  'aria-selected'?: boolean
  /** Counts no more. */
  'data-off'?: true
  /** Matters less than the others. */
  'data-dim'?: true
}

interface Props<R, C extends Column> extends RowListOptions<R> {
  /** What the ids of rows begin with. */
  id: string
  label: string
  columns: readonly C[]
  heading: (column: C) => ReactNode
  /** How the list is sorted by a column. */
  sortOf?: (column: C) => AriaAttributes['aria-sort']
  /** Same row, same key. */
  keyOf: (row: R) => string | number
  /** A row with a button before its first cell needs no room there. */
  buttons?: boolean
  /** Rows may be selected beside the one under the cursor. */
  selects?: boolean
  /** More rows than are known to be there may come. */
  endless?: boolean
  stateOf?: (row: R) => RowState
  /** The cells of a row, or on a phone its two lines. */
  cells: (row: R, phone: boolean) => ReactNode
  /** What stands open below a row. */
  below?: (row: R) => ReactNode
  ref: Ref<ListHandle>
}

/** Rows in columns, on a phone in cards of two lines, of which only those in view are drawn. */
export function RowList<R, C extends Column>(props: Props<R, C>) {
  const { id, columns, active } = props
  const list = useRowList(props)
  useImperativeHandle(props.ref, () => ({ focus: () => list.scroller.current?.focus({ preventScroll: true }) }))
  return (
    <div
      {...list.grid}
      ref={list.scroller}
      className={css.list}
      data-plain={!props.buttons || undefined}
      role="grid"
      aria-label={props.label}
      aria-multiselectable={props.selects}
      aria-rowcount={props.endless ? -1 : props.count + 1}
      aria-busy={props.outdated || props.loading}
      aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
      data-outdated={list.dimmed || undefined}
      style={{ '--cols': templateOf(columns), '--width': list.phone ? '0px' : `${widthOf(columns)}px` } as CSSProperties}
    >
      {!list.phone && (
        <div className={css.head} role="row">
          {columns.map((column) => (
            <div key={column.name} role="columnheader" aria-sort={props.sortOf?.(column)} data-right={column.right}>
              {props.heading(column)}
            </div>
          ))}
        </div>
      )}
      <div className={css.space} role="rowgroup" style={{ height: list.height }}>
        {list.drawn.map(({ index, row, top }) => (
          <div key={row ? props.keyOf(row) : index} className={css.place} data-index={index} role="presentation" style={{ top }}>
            <div
              id={`${id}-${index}`}
              className={list.phone ? css.card : css.row}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === active}
              data-active={index === active || undefined}
              data-ready={row !== undefined || undefined}
              data-missing={row === undefined || undefined}
              {...(row && props.stateOf?.(row))}
            >
              {row && props.cells(row, list.phone)}
            </div>
            {row && props.below?.(row)}
          </div>
        ))}
      </div>
    </div>
  )
}
