import { useImperativeHandle, useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import type { InvoiceRow } from '../../../lib/api/types'
import { usePhone } from '../../../lib/media'
import { useDelayed } from '../../../lib/useDelayed'
import { columns, listWidth, template } from '../columns'
import { sortedBy, type InvoiceSearch, type SortColumn } from '../params'
import { heightOf, rowsInView, scrollTo, topOf, type Layout } from '../window'
import css from './InvoiceList.module.css'
import { InvoiceLine, rowId } from './InvoiceLine'
import { RowDetails } from './RowDetails'

const HEAD = 32
const EXTRA = 6
const AHEAD = 60
const FADE_AFTER_MS = 150
const SKELETONS = 24

export interface ListHandle {
  focus: () => void
}

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

/** The rows, of which only those in view are drawn; one of them may stand open. */
export function InvoiceList(props: Props) {
  const { rows, search, active, expanded, onActive, onExpand, onMore } = props
  const { t } = useTranslation()
  const phone = usePhone()
  const scroller = useRef<HTMLDivElement>(null)
  const [scrollTop, setScrollTop] = useState(0)
  const [height, setHeight] = useState(600)
  const [openHeight, setOpenHeight] = useState(0)
  const dimmed = useDelayed(props.outdated, FADE_AFTER_MS) && props.outdated
  const head = phone ? 0 : HEAD
  const layout: Layout = {
    rows: props.loading ? SKELETONS : props.count,
    rowHeight: phone ? 60 : 32,
    open: expanded === null ? -1 : rows.findIndex((row) => row.id === expanded),
    openHeight,
  }
  const shown = rowsInView(layout, scrollTop, height - head, EXTRA)
  const drawn = Array.from({ length: Math.max(0, shown.last - shown.first) }, (_, i) => ({ index: shown.first + i, row: rows[shown.first + i] }))
  const wantsMore = shown.last + AHEAD > rows.length && !props.loading

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    if (wantsMore) onMore()
  })
  const key = JSON.stringify(search)
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
  }, [key])
  useImperativeHandle(props.ref, () => ({ focus: () => scroller.current?.focus({ preventScroll: true }) }))

  const move = (to: number): void => {
    const index = Math.min(rows.length - 1, Math.max(0, to))
    if (index < 0) return
    onActive(index)
    const element = scroller.current
    const top = element && scrollTo(layout, element.scrollTop, element.clientHeight - head, index)
    if (element && top !== null) element.scrollTop = top
  }
  const toggle = (index: number): void => {
    const row = rows[index]
    if (row) onExpand(expanded === row.id ? null : row.id)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((height - head) / layout.rowHeight) - 1)
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      PageDown: () => move(active + page),
      PageUp: () => move(active - page),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      ' ': () => toggle(active),
      ArrowRight: () => onExpand(rows[active]?.id ?? null),
      ArrowLeft: () => onExpand(null),
      Enter: () => {
        const row = rows[active]
        if (row) props.onOpen(row.id)
      },
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const target = event.target as HTMLElement
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1)
    const row = rows[index]
    if (!row || target.closest('[data-details]')) return
    onActive(index)
    if (target.closest('a')) return
    if (target.closest('[data-toggle]')) toggle(index)
    else if (phone || event.detail === 2) props.onOpen(row.id)
    scroller.current?.focus({ preventScroll: true })
  }
  const { column: sorted, descending } = sortedBy(search)
  return (
    <div
      ref={scroller}
      className={css.list}
      role="grid"
      tabIndex={0}
      aria-label={t('invoices.list')}
      aria-rowcount={props.count + 1}
      aria-busy={props.outdated || props.loading}
      aria-activedescendant={active >= 0 ? rowId(active) : undefined}
      data-outdated={dimmed || undefined}
      style={{ '--cols': template, '--width': phone ? '0px' : `${listWidth}px` } as CSSProperties}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {!phone && (
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
      <div className={css.space} role="rowgroup" style={{ height: heightOf(layout) }}>
        {drawn.map(({ index, row }) => (
          <div key={row?.id ?? index} className={css.place} data-index={index} role="presentation" style={{ top: topOf(layout, index) }}>
            <InvoiceLine index={index} row={row} active={index === active} expanded={row?.id === expanded} phone={phone} />
            {row && row.id === expanded && <RowDetails invoice={row} onHeight={setOpenHeight} />}
          </div>
        ))}
      </div>
    </div>
  )
}
