import { Link } from '@tanstack/react-router'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { StripCell } from '../lib/api/types'
import { formatDay } from '../lib/format'
import { lateness, payingText } from '../lib/paying'
import { Money } from './Money'
import css from './PaymentStrip.module.css'
import { Tooltip, Tooltips } from './Tooltip'

const moves: Record<string, (at: number, last: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
}

/**
 * The last invoices as small bars, oldest first: the higher, the later; hollow while open; red only when late.
 * One stop of the Tab key, arrows move inside.
 */
export function PaymentStrip({ cells }: { cells: readonly StripCell[] }) {
  const { t } = useTranslation()
  const list = useRef<HTMLOListElement>(null)
  const last = cells.length - 1
  const [chosen, setChosen] = useState<string | null>(null)
  const at = Math.max(cells.findIndex((cell) => cell.invoice_id === chosen), chosen === null ? last : 0)
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key]
    if (!move) return
    event.preventDefault()
    const next = Math.min(Math.max(move(at, last), 0), last)
    list.current?.querySelectorAll('a')[next]?.focus()
  }
  return (
    <Tooltips>
      <ol ref={list} className={css.strip} aria-label={t('paying.strip')} onKeyDown={onKeyDown}>
        {cells.map((cell, index) => (
          <li key={cell.invoice_id}>
            <Tooltip text={<CellText cell={cell} />}>
              <Link
                to="/invoices/$id"
                params={{ id: cell.invoice_id }}
                className={css.cell}
                tabIndex={index === at ? 0 : -1}
                data-late={lateness(cell.days_late)}
                data-open={cell.settled_on === null || undefined}
                aria-label={[cell.number, payingText(cell, t)].join(': ')}
                onFocus={() => setChosen(cell.invoice_id)}
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
