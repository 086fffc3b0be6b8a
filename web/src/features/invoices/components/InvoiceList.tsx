import { useImperativeHandle, useState, type CSSProperties, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import css from '../../../components/RowList.module.css'
import { useRowList, type ListHandle } from '../../../components/useRowList'
import type { InvoiceRow } from '../../../lib/api/types'
import { columns, listWidth, template } from '../columns'
import { sortedBy, type InvoiceSearch, type SortColumn } from '../params'
import { InvoiceLine, rowId } from './InvoiceLine'
import { RowDetails } from './RowDetails'

interface Props {
  rows: readonly InvoiceRow[]
  /** How many there are, also those that have not come yet. */
  count: number
  loading: boolean
  outdated: boolean
  search: InvoiceSearch
  onSort: (column: SortColumn) => void
  active: number
  onActive: (index: number) => void
  expanded: string | null
  onExpand: (id: string | null) => void
  onOpen: (id: string) => void
  onMore: () => void
  ref: Ref<ListHandle>
}

/** Documents, of which only those in view are drawn; one of them may stand open. */
export function InvoiceList(props: Props) {
  const { rows, search, active, expanded, onExpand } = props
  const { t } = useTranslation()
  const [openHeight, setOpenHeight] = useState(0)
  const toggle = (index: number): void => {
    const row = rows[index]
    if (row) onExpand(expanded === row.id ? null : row.id)
  }
  const list = useRowList({
    ...props,
    key: JSON.stringify(search),
    onOpen: (row) => props.onOpen(row.id),
    open: expanded === null ? -1 : rows.findIndex((row) => row.id === expanded),
    openHeight,
    keys: {
      ' ': () => toggle(active),
      ArrowRight: () => onExpand(rows[active]?.id ?? null),
      ArrowLeft: () => onExpand(null),
    },
    onPress: (target, index) => {
      const isToggle = target.closest('[data-toggle]') !== null
      if (isToggle) toggle(index)
      return isToggle
    },
  })
  useImperativeHandle(props.ref, () => ({ focus: () => list.scroller.current?.focus({ preventScroll: true }) }))
  const { column: sorted, descending } = sortedBy(search)
  return (
    <div
      {...list.grid}
      ref={list.scroller}
      className={css.list}
      role="grid"
      aria-label={t('invoices.list')}
      aria-rowcount={props.count + 1}
      aria-busy={props.outdated || props.loading}
      aria-activedescendant={active >= 0 ? rowId(active) : undefined}
      data-outdated={list.dimmed || undefined}
      style={{ '--cols': template, '--width': list.phone ? '0px' : `${listWidth}px` } as CSSProperties}
    >
      {!list.phone && (
        <div className={css.head} role="row">
          {columns.map((column) => {
            const order = 'sort' in column && column.sort === sorted ? (descending ? 'descending' : 'ascending') : undefined
            const label = t(`invoices.column.${column.name}`)
            return (
              <div key={column.name} role="columnheader" aria-sort={order} data-right={'right' in column || undefined}>
                {'sort' in column ? (
                  <button type="button" data-sorted={order} onClick={() => props.onSort(column.sort)}>
                    {label}
                    {order && <Icon name={order === 'descending' ? 'sortDown' : 'sortUp'} size={12} />}
                  </button>
                ) : (
                  label
                )}
              </div>
            )
          })}
        </div>
      )}
      <div className={css.space} role="rowgroup" style={{ height: list.height }}>
        {list.drawn.map(({ index, row, top }) => (
          <div key={row?.id ?? index} className={css.place} data-index={index} role="presentation" style={{ top }}>
            <InvoiceLine index={index} row={row} active={index === active} expanded={row?.id === expanded} phone={list.phone} />
            {row && row.id === expanded && <RowDetails invoice={row} onHeight={setOpenHeight} />}
          </div>
        ))}
      </div>
    </div>
  )
}
