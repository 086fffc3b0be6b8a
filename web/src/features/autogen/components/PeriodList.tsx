import { Link } from '@tanstack/react-router'
import { useImperativeHandle, type CSSProperties, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import css from '../../../components/RowList.module.css'
import { useRowList, type ListHandle } from '../../../components/useRowList'
import type { PeriodRow as Row } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { clientOf, unitOf } from '../../../lib/named'
import { periodColumns, templateOf, widthOf } from '../columns'
import { isWaivable, standing } from '../ledger'
import type { PeriodSearch } from '../params'
import { PeriodOutcome } from './PeriodOutcome'
import own from './PeriodList.module.css'
import { LineMark } from './StateChips'

interface Props {
  rows: readonly Row[]
  /** Whether others have not come yet. */
  more: boolean
  loading: boolean
  outdated: boolean
  search: PeriodSearch
  active: number
  onActive: (index: number) => void
  chosen: ReadonlySet<string>
  onToggle: (index: number) => void
  onOpen: (row: Row) => void
  onMore: () => void
  ref: Ref<ListHandle>
}

const rowId = (index: number): string => `period-${index}`

/** Rows of the ledger, of which only those in view are drawn; those that are not decided can be selected. */
export function PeriodList(props: Props) {
  const { t } = useTranslation()
  const { rows, active } = props
  const list = useRowList({
    ...props,
    count: rows.length,
    key: JSON.stringify(props.search),
    onPress: (target, index) => {
      const isChoice = target.closest('input') !== null
      if (isChoice) props.onToggle(index)
      return isChoice
    },
  })
  useImperativeHandle(props.ref, () => ({ focus: () => list.scroller.current?.focus({ preventScroll: true }) }))
  return (
    <div
      {...list.grid}
      ref={list.scroller}
      className={css.list}
      data-plain
      role="grid"
      aria-label={t('autogen.ledger')}
      aria-multiselectable="true"
      aria-rowcount={props.more ? -1 : rows.length + 1}
      aria-busy={props.outdated || props.loading}
      aria-activedescendant={active >= 0 ? rowId(active) : undefined}
      data-outdated={list.dimmed || undefined}
      style={{ '--cols': templateOf(periodColumns), '--width': list.phone ? '0px' : `${widthOf(periodColumns)}px` } as CSSProperties}
    >
      {!list.phone && (
        <div className={css.head} role="row">
          {periodColumns.map(({ name, right }) => (
            <div key={name} role="columnheader" data-right={right}>
              {t(`autogen.column.${name}`)}
            </div>
          ))}
        </div>
      )}
      <div className={css.space} role="rowgroup" style={{ height: list.height }}>
        {list.drawn.map(({ index, row, top }) => (
          <div key={row?.id ?? index} className={css.place} data-index={index} role="presentation" style={{ top }}>
            <PeriodRow index={index} row={row} active={index === active} chosen={row !== undefined && props.chosen.has(row.id)} phone={list.phone} />
          </div>
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  index: number
  /** Nothing while it has not come. */
  row: Row | undefined
  active: boolean
  chosen: boolean
  phone: boolean
}

/** One period as a row, or on a phone as two lines of text. */
function PeriodRow({ index, row, active, chosen, phone }: RowProps) {
  const { t } = useTranslation()
  const state = { id: rowId(index), role: 'row', 'aria-rowindex': index + 2, 'aria-selected': chosen, 'data-active': active || undefined, 'data-ready': row !== undefined || undefined }
  if (!row) return <div {...state} className={phone ? css.card : css.row} data-missing />
  const day = formatDay(row.issue_on)
  const mark = <LineMark status={standing(row)} />
  const choice = (
    <span className={own.choice}>
      {isWaivable(row) && <input type="checkbox" tabIndex={-1} checked={chosen} readOnly aria-label={t('autogen.select', { service: row.service, day })} />}
    </span>
  )
  if (phone) {
    return (
      <div {...state} className={css.card}>
        <div>
          <span className={own.who}>
            {choice}
            <span className="one-line">{clientOf(row)}</span>
          </span>
          <Money value={row.net} />
        </div>
        <div>
          <span className="one-line">
            {day} · {row.service}
          </span>
          {row.status === 'made' ? <PeriodOutcome period={row} linked={false} /> : mark}
        </div>
      </div>
    )
  }
  return (
    <div {...state} className={css.row} data-dim={row.status === 'skipped' || row.status === 'waived' || undefined}>
      <div role="gridcell" className={css.number}>
        {choice}
        {day}
      </div>
      <div role="gridcell">{mark}</div>
      <div role="gridcell" title={clientOf(row)}>
        {clientOf(row)}
      </div>
      <div role="gridcell" title={unitOf(row)}>
        {unitOf(row)}
      </div>
      <div role="gridcell" title={row.service}>
        <Link to="/autogen/$id" params={{ id: row.line_id }} tabIndex={-1}>
          {row.service}
        </Link>
      </div>
      <div role="gridcell" title={row.text}>
        {row.text}
      </div>
      <div role="gridcell" data-right data-strong>
        <Money value={row.net} />
      </div>
      <div role="gridcell" data-attention={row.status === 'failed' || undefined}>
        <PeriodOutcome period={row} linked={false} />
      </div>
    </div>
  )
}
