import { useRef, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import { sortOf, type WidthName } from '../columns'
import type { SortColumn } from '../params'
import { rightColumns } from './cells'
import css from './Grid.module.css'

interface Props {
  names: readonly WidthName[]
  sort: SortColumn | undefined
  descending: boolean
  onSort: (column: SortColumn) => void
  onWidth: (name: WidthName, width: number | null) => void
  widths: Record<WidthName, number>
  /** How much wider than chosen the columns are drawn. */
  scale: number
}

/** Column heads: a click sorts, the right edge resizes (double click restores). */
export function GridHead({ names, sort, descending, onSort, onWidth, widths, scale }: Props) {
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
        const sorted = column !== null && sort === column
        const label = t(`column.${name}`)
        return (
          <div
            key={name}
            role="columnheader"
            className={name === 'name' ? css.headName : css.headCell}
            data-right={rightColumns.has(name) || undefined}
            aria-sort={sorted ? (descending ? 'descending' : 'ascending') : undefined}
          >
            {column ? (
              <button type="button" tabIndex={-1} title={label} onClick={() => onSort(column)} data-sorted={sorted || undefined}>
                <span className="one-line">{label}</span>
                {sorted && <Icon name={descending ? 'sortDown' : 'sortUp'} size={12} />}
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
