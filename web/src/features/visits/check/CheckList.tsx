import { Link } from '@tanstack/react-router'
import { useImperativeHandle, type CSSProperties, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import css from '../../../components/RowList.module.css'
import { useRowList, type ListHandle } from '../../../components/useRowList'
import type { VisitCheckRow as Row } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { clientOf, unitOf } from '../../../lib/named'
import { monthOf } from '../months'
import own from './CheckList.module.css'
import { columns, listWidth, template } from './columns'

interface Props {
  rows: readonly Row[]
  loading: boolean
  outdated: boolean
  /** Another one begins at the top. */
  of: string
  active: number
  onActive: (index: number) => void
  onOpen: (row: Row) => void
  ref: Ref<ListHandle>
}

const rowId = (index: number): string => `check-${index}`
const nothing = (): void => undefined

/** What was contracted, done and invoiced, of which only rows in view are drawn. */
export function CheckList(props: Props) {
  const { t } = useTranslation()
  const { rows, active } = props
  const list = useRowList({ ...props, count: rows.length, key: props.of, onMore: nothing })
  useImperativeHandle(props.ref, () => ({ focus: () => list.scroller.current?.focus({ preventScroll: true }) }))
  return (
    <div
      {...list.grid}
      ref={list.scroller}
      className={css.list}
      data-plain
      role="grid"
      aria-label={t('visits.check.title')}
      aria-rowcount={rows.length + 1}
      aria-busy={props.outdated || props.loading}
      aria-activedescendant={active >= 0 ? rowId(active) : undefined}
      data-outdated={list.dimmed || undefined}
      style={{ '--cols': template, '--width': list.phone ? '0px' : `${listWidth}px` } as CSSProperties}
    >
      {!list.phone && (
        <div className={css.head} role="row">
          {columns.map(({ name, right }) => (
            <div key={name} role="columnheader" data-right={right}>
              {t(`visits.check.column.${name}`)}
            </div>
          ))}
        </div>
      )}
      <div className={css.space} role="rowgroup" style={{ height: list.height }}>
        {list.drawn.map(({ index, row, top }) => (
          <div key={index} className={css.place} data-index={index} role="presentation" style={{ top }}>
            <CheckRow index={index} row={row} active={index === active} phone={list.phone} />
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
  phone: boolean
}

/** One period as a row, or on a phone as two lines. */
function CheckRow({ index, row, active, phone }: RowProps) {
  const { t } = useTranslation()
  const state = { id: rowId(index), role: 'row', 'aria-rowindex': index + 2, 'aria-selected': active, 'data-active': active || undefined, 'data-ready': row !== undefined || undefined }
  if (!row) return <div {...state} className={phone ? css.card : css.row} data-missing />
  const { contracted, done, billed } = row
  const { year, month } = monthOf(row.to)
  const invoice = [row.invoice_number, row.invoice_annulled && t('invoiceStatus.annulled')].filter(Boolean).join(', ')
  const mark = (
    <span className={own.mark} data-outcome={row.flagged ? 'flagged' : row.outcome}>
      {t(`visits.check.outcome.${row.outcome}`)}
    </span>
  )
  const unit = row.unit_id && (
    <Link to="/visits/$unit/$year/$month" params={{ unit: row.unit_id, year: `${year}`, month: `${month}` }} tabIndex={-1}>
      {unitOf(row)}
    </Link>
  )
  if (phone) {
    return (
      <div {...state} className={css.card}>
        <div>
          <span className="one-line">{clientOf(row)}</span>
          <span className={own.numbers}>{row.line_id ? t('visits.check.numbers', { contracted, done, billed }) : t('visits.check.numberDone', { done })}</span>
        </div>
        <div>
          <span className="one-line">{[unitOf(row), row.service].filter(Boolean).join(' · ')}</span>
          {mark}
        </div>
      </div>
    )
  }
  return (
    <div {...state} className={css.row} data-dim={!row.flagged || undefined}>
      <div role="gridcell" className={css.number} title={clientOf(row)}>
        <Link to="/clients/$id" params={{ id: row.client_id }} search={row.unit_id ? { unit: row.unit_id } : {}} tabIndex={-1}>
          {clientOf(row)}
        </Link>
      </div>
      <div role="gridcell" title={unitOf(row)}>
        {unit}
      </div>
      <div role="gridcell" title={row.service}>
        {row.line_id && (
          <Link to="/autogen/$id" params={{ id: row.line_id }} tabIndex={-1}>
            {row.service}
          </Link>
        )}
      </div>
      <div role="gridcell">
        {formatDay(row.from)}–{formatDay(row.to)}
      </div>
      <div role="gridcell" data-right>
        {row.line_id && contracted}
      </div>
      <div role="gridcell" data-right data-strong={row.flagged || undefined}>
        {done}
      </div>
      <div role="gridcell" data-right>
        {row.line_id && billed}
      </div>
      <div role="gridcell">{mark}</div>
      <div role="gridcell" title={invoice} className={row.invoice_annulled ? own.annulled : undefined}>
        {row.invoice_id && (
          <Link to="/invoices/$id" params={{ id: row.invoice_id }} aria-label={invoice} tabIndex={-1}>
            {row.invoice_number}
          </Link>
        )}
      </div>
    </div>
  )
}
