import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type MouseEvent, type PointerEvent, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../../lib/api/types'
import { useDelayed } from '../../../lib/useDelayed'
import type { ColumnName, WidthName } from '../columns'
import { isTextQuery, type SortColumn, type Sorted } from '../params'
import type { RowSource, SourceState } from '../rows/source'
import { listOffset, rowInSlot, scrollHeight, scrollToRow, slotCount, visibleRows, type Viewport } from '../rows/window'
import { isSelected, rowKey, type Selection } from '../selection'
import css from './Grid.module.css'
import { isFoundElsewhere, wordsOf } from './cells'
import { GridCard } from './GridCard'
import { GridHead } from './GridHead'
import { GridRow, rowId } from './GridRow'

const EXTRA = 4
const STEP = 2
const HEAD = 32
const MOST_WIDENED = 1.6
const FADE_AFTER_MS = 150
const UNKNOWN_TOTAL = 80

export interface GridHandle {
  reveal: (row: number) => void
  scrollTop: () => number
  rowsPerPage: () => number
  focus: () => void
}

interface Props {
  id: string
  source: RowSource
  state: SourceState
  outdated: boolean
  columns: readonly ColumnName[]
  widths: Record<WidthName, number>
  onWidth: (name: WidthName, width: number | null) => void
  phone: boolean
  active: number
  selection: Selection
  sorted: Sorted | null
  onSort: (column: SortColumn) => void
  /** Position to start from, px. */
  startAt: number
  onPress: (index: number, row: Row, event: MouseEvent, on: 'row' | 'box' | 'link') => void
  ref: Ref<GridHandle>
}

/** All rows as one list: only those in view are drawn, and their elements are used again while scrolling. */
export function Grid(props: Props) {
  const { source, state, columns, widths, phone, selection, active } = props
  const { t, i18n } = useTranslation()
  // Old rows fade only when the new ones are slow: fading is dear, and mostly there is no time to see it.
  const dimmed = useDelayed(props.outdated, FADE_AFTER_MS) && props.outdated
  const words = useMemo(() => wordsOf(t, i18n.language), [t, i18n.language])
  const scroller = useRef<HTMLDivElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const head = phone ? 0 : HEAD
  const rowHeight = phone ? 60 : 32
  // Until it is known how many there are, a screen of rows that are not here yet.
  const total = state.total ?? UNKNOWN_TOTAL
  const [height, setHeight] = useState(() => Math.max(400, window.innerHeight - 180))
  const [room, setRoom] = useState(() => window.innerWidth)
  const view: Viewport = { total, rowHeight, height: Math.max(rowHeight, height - head) }
  const [scrollTop, setScrollTop] = useState(props.startAt)
  const squeezed = total * rowHeight > scrollHeight(view)
  const shown = visibleRows(view, scrollTop, EXTRA, STEP)
  const base = squeezed ? shown.first : 0

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = (): void => {
      setHeight(element.clientHeight)
      setRoom(element.clientWidth)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const key = `${source.key}${phone ? ':phone' : ''}`
  const placed = useRef<string | null>(null)
  /** Where the list stands; asking the page would make it lay itself out first. */
  const standsAt = useRef(0)
  useLayoutEffect(() => {
    // A new result starts at its top; the first one where it was left.
    if (!scroller.current || state.total === null || placed.current === key) return
    const to = placed.current === null ? props.startAt : 0
    placed.current = key
    if (to === standsAt.current) return
    scroller.current.scrollTop = to
    standsAt.current = scroller.current.scrollTop
    setScrollTop(standsAt.current)
  }, [key, props.startAt, state.total])

  useLayoutEffect(() => {
    source.show(shown.first, shown.last)
  }, [source, shown.first, shown.last, state.total])

  const place = (at: number): void => {
    if (layer.current && squeezed) {
      layer.current.style.transform = `translateY(${at + base * rowHeight - listOffset(view, at)}px)`
    }
  }
  useLayoutEffect(() => {
    if (squeezed) place(scroller.current?.scrollTop ?? 0)
    else if (layer.current?.style.transform) layer.current.style.transform = ''
  })

  const ratio = squeezed ? (scrollHeight(view) - view.height) / (total * rowHeight - view.height) : 1
  useEffect(() => {
    const element = scroller.current
    if (!element || ratio === 1) return
    // In a squeezed list a turn of the wheel must still move as far as anywhere else.
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.shiftKey || event.deltaX !== 0) return
      event.preventDefault()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1
      element.scrollTop += Math.sign(event.deltaY) * Math.max(1, Math.abs(event.deltaY * lines * ratio))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [ratio, rowHeight])

  const onScroll = (): void => {
    const at = scroller.current?.scrollTop ?? 0
    standsAt.current = at
    place(at)
    const next = visibleRows(view, at, EXTRA, STEP)
    if (next.first !== shown.first || next.last !== shown.last) setScrollTop(at)
  }

  useImperativeHandle(props.ref, () => ({
    reveal: (row) => {
      const element = scroller.current
      const to = element && scrollToRow(view, element.scrollTop, row)
      if (element && to !== null) element.scrollTop = to
      onScroll()
    },
    scrollTop: () => scroller.current?.scrollTop ?? 0,
    rowsPerPage: () => Math.max(1, Math.floor(view.height / rowHeight) - 1),
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }))

  const slots = slotCount(view, EXTRA, STEP)
  const drawn = Array.from({ length: slots }, (_, slot) => {
    const index = rowInSlot(slot, shown.first, slots)
    return { index, row: index < total ? source.row(index) : undefined }
  })

  // The column that says where comes with the first such row and stays while a text is typed: columns must not jump at every letter.
  const [withMatched, setWithMatched] = useState(false)
  const shouldSayWhere = isTextQuery(source.search) && (withMatched || drawn.some(({ row }) => row && isFoundElsewhere(row)))
  if (withMatched !== shouldSayWhere) setWithMatched(shouldSayWhere)

  const names: WidthName[] = ['name', ...(withMatched ? (['matched'] as const) : []), ...columns]
  const plain = names.reduce((sum, name) => sum + widths[name], 0)
  // A wide screen widens every column a little instead of leaving its right side empty.
  const scale = Math.min(MOST_WIDENED, Math.max(1, room / plain))
  const template = names.map((name) => `${Math.floor(widths[name] * scale)}px`).join(' ')
  const width = names.reduce((sum, name) => sum + Math.floor(widths[name] * scale), 0)
  const RowView = phone ? GridCard : GridRow
  const rows = drawn.map(({ index, row }, slot) => (
    <RowView
      key={slot}
      index={index}
      row={row}
      unused={index >= total}
      top={(index - base) * rowHeight}
      active={index === active}
      selected={row !== undefined && isSelected(selection, rowKey(row))}
      columns={columns}
      withMatched={withMatched}
      words={words}
      t={t}
    />
  ))

  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const target = event.target as HTMLElement
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1)
    const row = index >= 0 ? source.row(index) : undefined
    if (!row) return
    props.onPress(index, row, event, target.closest('[data-box]') ? 'box' : target.closest('a') ? 'link' : 'row')
  }

  // Only what is cut tells its whole text; asked of the one cell that is pointed at.
  const onPointerOver = (event: PointerEvent<HTMLDivElement>): void => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('a, [role=gridcell]')
    if (cell) cell.title = cell.scrollWidth > cell.clientWidth ? cell.innerText : (cell.ariaLabel ?? '')
  }

  return (
    <div
      ref={scroller}
      id={props.id}
      className={css.grid}
      role="grid"
      tabIndex={0}
      aria-label={t('grid.label')}
      aria-rowcount={(state.total ?? 0) + 1}
      aria-colcount={names.length}
      aria-multiselectable="true"
      aria-busy={props.outdated}
      aria-activedescendant={active >= 0 ? rowId(active) : undefined}
      data-outdated={dimmed || undefined}
      data-phone={phone || undefined}
      data-wide={(!phone && width > room) || undefined}
      style={{ '--cols': template, '--width': phone ? '0px' : `${width}px` } as CSSProperties}
      onScroll={onScroll}
      onClick={onClick}
      onPointerOver={onPointerOver}
    >
      {!phone && (
        <GridHead
          names={names}
          sorted={props.sorted}
          onSort={props.onSort}
          onWidth={props.onWidth}
          widths={widths}
          scale={scale}
        />
      )}
      <div className={css.space} role="rowgroup" style={{ height: scrollHeight(view) }}>
        <div ref={layer} role="presentation">
          {rows}
        </div>
      </div>
    </div>
  )
}
