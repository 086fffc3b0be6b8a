import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import { Money } from '../../../components/Money'
import type { InvoiceRow } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { unitOf } from '../../../lib/named'
import { clientName, lateText, signed } from '../shown'
import css from '../../../components/RowList.module.css'
import { StatusMark } from './StatusMark'

export const rowId = (index: number): string => `invoice-${index}`

interface Props {
  index: number
  /** Nothing while it has not come. */
  row: InvoiceRow | undefined
  active: boolean
  expanded: boolean
  phone: boolean
}

/** One document as a row, or on a phone as two lines. */
export function InvoiceLine({ index, row, active, expanded, phone }: Props) {
  const { t } = useTranslation()
  const state = { id: rowId(index), role: 'row', 'aria-rowindex': index + 2, 'aria-selected': active, 'data-active': active || undefined, 'data-ready': row !== undefined || undefined }
  if (!row) return <div {...state} className={phone ? css.card : css.row} data-missing />
  const number = row.number || t('invoices.noNumber')
  const link = (
    <Link to="/invoices/$id" params={{ id: row.id }} tabIndex={-1}>
      {number}
    </Link>
  )
  const due = row.dues.at(-1)?.due_on
  const late = row.days_late !== null && row.days_late > 0
  if (phone) {
    return (
      <div {...state} className={css.card}>
        <div>
          <span className="one-line">{clientName(row)}</span>
          <Money value={signed(row, row.gross)} />
        </div>
        <div>
          <span className="one-line">
            {link} · {formatDay(row.issued_on)}
          </span>
          <StatusMark invoice={row} />
        </div>
      </div>
    )
  }
  return (
    <div {...state} className={css.row} data-off={row.status === 'annulled' || undefined}>
      <div role="gridcell" className={css.number}>
        <IconButton
          small
          icon={expanded ? 'down' : 'right'}
          tabIndex={-1}
          data-toggle
          aria-expanded={expanded}
          name={t(expanded ? 'invoices.collapse' : 'invoices.expand', { number })}
        />
        {link}
      </div>
      <div role="gridcell">{formatDay(row.issued_on)}</div>
      <div role="gridcell">{formatDay(due)}</div>
      <div role="gridcell">{formatDay(row.settled_on)}</div>
      <div role="gridcell" data-right data-late={late || undefined}>
        {lateText(row.days_late)}
      </div>
      <div role="gridcell" title={clientName(row)}>
        {clientName(row)}
      </div>
      <div role="gridcell" title={unitOf(row)}>
        {unitOf(row)}
      </div>
      <div role="gridcell" data-right>
        <Money value={signed(row, row.net)} />
      </div>
      <div role="gridcell" data-right>
        <Money value={signed(row, row.vat)} />
      </div>
      <div role="gridcell" data-right data-strong>
        <Money value={signed(row, row.gross)} />
      </div>
      <div role="gridcell" data-right data-late={row.status === 'overdue' || undefined}>
        {row.status !== 'draft' && <Money value={signed(row, row.open)} />}
      </div>
      <div role="gridcell">
        <StatusMark invoice={row} />
      </div>
      <div role="gridcell">{t(`invoiceSource.${row.source}`)}</div>
    </div>
  )
}
