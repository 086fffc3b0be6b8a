import { Link } from '@tanstack/react-router'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import css from '../../../components/RowList.module.css'
import { RowList } from '../../../components/RowList'
import type { ListHandle } from '../../../components/useRowList'
import type { VisitCheckRow as Row } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { clientOf, unitOf } from '../../../lib/named'
import { monthOf } from '../months'
import own from './CheckList.module.css'
import { columns } from './columns'

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

const nothing = (): void => undefined

/** What was contracted, done and invoiced, of which only rows in view are drawn. */
export function CheckList(props: Props) {
  const { t } = useTranslation()
  return (
    <RowList
      {...props}
      id="check"
      label={t('visits.check.title')}
      count={props.rows.length}
      columns={columns}
      heading={({ name }) => t(`visits.check.column.${name}`)}
      keyOf={(row) => [row.client_id, row.unit_id, row.line_id, row.from].join(' ')}
      stateOf={({ flagged }) => ({ 'data-dim': !flagged || undefined })}
      cells={(row, phone) => <CheckCells row={row} phone={phone} />}
      onMore={nothing}
    />
  )
}

/** One period as the cells of a row, or on a phone as two lines. */
function CheckCells({ row, phone }: { row: Row; phone: boolean }) {
  const { t } = useTranslation()
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
      <>
        <div>
          <span className="one-line">{clientOf(row)}</span>
          <span className={own.numbers}>{row.line_id ? t('visits.check.numbers', { contracted, done, billed }) : t('visits.check.numberDone', { done })}</span>
        </div>
        <div>
          <span className="one-line">{[unitOf(row), row.service].filter(Boolean).join(' · ')}</span>
          {mark}
        </div>
      </>
    )
  }
  return (
    <>
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
    </>
  )
}
