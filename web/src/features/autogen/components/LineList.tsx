import { Link } from '@tanstack/react-router'
import { useImperativeHandle, type CSSProperties, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import css from '../../../components/RowList.module.css'
import { useRowList, type ListHandle } from '../../../components/useRowList'
import type { AutogenLineRow } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { clientOf, unitOf } from '../../../lib/named'
import { lineColumns, templateOf, widthOf } from '../columns'
import { troubleOf } from '../lines'
import type { LineSearch } from '../params'
import { ruleText } from '../rule'
import { LineMark } from './StateChips'

interface Props {
  rows: readonly AutogenLineRow[]
  count: number
  loading: boolean
  outdated: boolean
  search: LineSearch
  active: number
  onActive: (index: number) => void
  onOpen: (row: AutogenLineRow) => void
  onMore: () => void
  ref: Ref<ListHandle>
}

const rowId = (index: number): string => `line-${index}`

/** Lines, of which only those in view are drawn. */
export function LineList(props: Props) {
  const { t } = useTranslation()
  const { active } = props
  const list = useRowList({ ...props, key: JSON.stringify(props.search) })
  useImperativeHandle(props.ref, () => ({ focus: () => list.scroller.current?.focus({ preventScroll: true }) }))
  return (
    <div
      {...list.grid}
      ref={list.scroller}
      className={css.list}
      data-plain
      role="grid"
      aria-label={t('autogen.list')}
      aria-rowcount={props.count + 1}
      aria-busy={props.outdated || props.loading}
      aria-activedescendant={active >= 0 ? rowId(active) : undefined}
      data-outdated={list.dimmed || undefined}
      style={{ '--cols': templateOf(lineColumns), '--width': list.phone ? '0px' : `${widthOf(lineColumns)}px` } as CSSProperties}
    >
      {!list.phone && (
        <div className={css.head} role="row">
          {lineColumns.map(({ name, right }) => (
            <div key={name} role="columnheader" data-right={right}>
              {t(`autogen.column.${name}`)}
            </div>
          ))}
        </div>
      )}
      <div className={css.space} role="rowgroup" style={{ height: list.height }}>
        {list.drawn.map(({ index, row, top }) => (
          <div key={row?.id ?? index} className={css.place} data-index={index} role="presentation" style={{ top }}>
            <LineRow index={index} row={row} active={index === active} phone={list.phone} />
          </div>
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  index: number
  /** Nothing while it has not come. */
  row: AutogenLineRow | undefined
  active: boolean
  phone: boolean
}

/** One line as a row, or on a phone as two lines of text. */
function LineRow({ index, row, active, phone }: RowProps) {
  const { t } = useTranslation()
  const state = { id: rowId(index), role: 'row', 'aria-rowindex': index + 2, 'aria-selected': active, 'data-active': active || undefined, 'data-ready': row !== undefined || undefined }
  if (!row) return <div {...state} className={phone ? css.card : css.row} data-missing />
  const trouble = troubleOf(row)
  const text = row.next_text || row.template
  const rule = ruleText(row.rule, t)
  const mark = trouble ? <LineMark status={trouble} /> : <LineMark status={row.status} />
  const link = (
    <Link to="/autogen/$id" params={{ id: row.id }} tabIndex={-1}>
      {row.service}
    </Link>
  )
  if (phone) {
    return (
      <div {...state} className={css.card}>
        <div>
          <span className="one-line">{link}</span>
          <Money value={row.next_net} />
        </div>
        <div>
          <span className="one-line">{clientOf(row)}</span>
          {row.status === 'active' && !trouble ? formatDay(row.next_on) : mark}
        </div>
      </div>
    )
  }
  return (
    <div {...state} className={css.row} data-dim={row.status === 'ended' || undefined}>
      <div role="gridcell" className={css.number} title={row.service}>
        {link}
      </div>
      <div role="gridcell" title={clientOf(row)}>
        {clientOf(row)}
      </div>
      <div role="gridcell" title={unitOf(row)}>
        {unitOf(row)}
      </div>
      <div role="gridcell" title={text}>
        {text}
      </div>
      <div role="gridcell" title={rule}>
        {rule}
      </div>
      <div role="gridcell" title={row.paused_reason || undefined}>
        {mark}
      </div>
      <div role="gridcell">{formatDay(row.next_on)}</div>
      <div role="gridcell" data-right data-strong>
        {row.status === 'active' && <Money value={row.next_net} />}
      </div>
    </div>
  )
}
