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

interface Props {
  row: InvoiceRow
  expanded: boolean
  phone: boolean
}

/** One document as the cells of a row, or on a phone as two lines. */
export function InvoiceCells({ row, expanded, phone }: Props) {
  const { t } = useTranslation()
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
      <>
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
      </>
    )
  }
  return (
    <>
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
    </>
  )
}
