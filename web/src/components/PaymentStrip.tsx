import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { StripCell } from '../lib/api/types'
import { formatDay } from '../lib/format'
import { lateness, payingText } from '../lib/paying'
import { useRoving } from '../lib/useRoving'
import { Money } from './Money'
import css from './PaymentStrip.module.css'
import { Tooltip, Tooltips } from './Tooltip'

/** The last invoices as small bars, oldest first: the higher, the later; hollow while open; red only when late. */
export function PaymentStrip({ cells }: { cells: readonly StripCell[] }) {
  const { t } = useTranslation()
  const { row, tabIndex } = useRoving<HTMLOListElement>(cells.length)
  return (
    <Tooltips>
      <ol {...row} className={css.strip} aria-label={t('paying.strip')}>
        {cells.map((cell, index) => (
          <li key={cell.invoice_id}>
            <Tooltip text={<CellText cell={cell} />}>
              <Link
                to="/invoices/$id"
                params={{ id: cell.invoice_id }}
                className={css.cell}
                tabIndex={tabIndex(index)}
                data-late={lateness(cell.days_late)}
                data-open={cell.settled_on === null || undefined}
                aria-label={[cell.number, payingText(cell, t)].join(': ')}
              >
                <span className={css.bar} />
              </Link>
            </Tooltip>
          </li>
        ))}
      </ol>
    </Tooltips>
  )
}

function CellText({ cell }: { cell: StripCell }) {
  const { t } = useTranslation()
  return (
    <>
      <b className={css.number}>{cell.number}</b> <Money value={cell.gross} currency />
      <br />
      {t('paying.due', { day: formatDay(cell.in_time_until) })}
      {cell.settled_on && (
        <>
          <br />
          {t('paying.settled', { day: formatDay(cell.settled_on) })}
        </>
      )}
      <br />
      <span className={cell.days_late > 0 ? css.late : undefined}>{payingText(cell, t)}</span>
    </>
  )
}
