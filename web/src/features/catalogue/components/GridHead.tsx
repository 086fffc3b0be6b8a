import { useRef, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import { sortOf, type WidthName } from '../columns'
import type { SortColumn, Sorted } from '../params'
import { rightColumns } from './cells'
import css from './Grid.module.css'

interface Props {
  names: readonly WidthName[]
  sorted: Sorted | null
  onSort: (column: SortColumn) => void
  onWidth: (name: WidthName, width: number | null) => void
  widths: Record<WidthName, number>
  /** How much wider than chosen the columns are drawn. */
  scale: number
}

/** Column heads: a click sorts, the right edge resizes (double click restores). */
export function GridHead({ names, sorted, onSort, onWidth, widths, scale }: Props) {
  const { t } = useTranslation()
  const drag = useRef({ x: 0, width: 0 })
  const start = (name: WidthName) => (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, width: widths[name] }
  }
  const move = (name: WidthName) => (event: PointerEvent<HTMLSpanElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    onWidth(name, drag.current.width + (event.clientX - drag.current.x) / scale)
  }
  return (
    <div className={css.head} role="row" aria-rowindex={1}>
      {names.map((name) => {
        const column = sortOf(name)
        const order = column !== null && sorted?.column === column ? (sorted.descending ? 'descending' : 'ascending') : undefined
        const label = t(`column.${name}`)
        return (
          <div
            key={name}
            role="columnheader"
            className={name === 'name' ? css.headName : css.headCell}
            data-right={rightColumns.has(name) || undefined}
            aria-sort={order}
          >
            {column ? (
              <button type="button" title={label} onClick={() => onSort(column)} data-sorted={order}>
                <span className="one-line">{label}</span>
                {order && <Icon name={order === 'descending' ? 'sortDown' : 'sortUp'} size={12} />}
              </button>
            ) : (
              <span className="one-line" title={label}>
                {label}
              </span>
            )}
            <span
              aria-hidden="true"
              className={css.resize}
              onPointerDown={start(name)}
              onPointerMove={move(name)}
              onDoubleClick={() => onWidth(name, null)}
            />
          </div>
        )
      })}
    </div>
  )
}
