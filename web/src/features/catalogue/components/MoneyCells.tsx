import type { TFunction } from 'i18next'
import type { Row } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { stripBackground, stripHeight, stripWidth } from '../../../lib/payingStrip'
import type { SumName } from '../columns'
import { nextInvoiceIsUnknown, payingText, sumText, sumTone, UNKNOWN } from './cells'
import css from './Grid.module.css'

const PADDING = 12
const TOP = 8

/** A sum in a row: cents are quieter. */
export function SumCell({ name, row, language, t }: { name: SumName; row: Row | undefined; language: string; t: TFunction }) {
  const [whole, part] = row ? sumText(name, row, language) : ['', '']
  return (
    <div role="gridcell" data-right data-tone={row && sumTone(name, row)} aria-label={whole === UNKNOWN ? t('money.unknown') : undefined}>
      {whole}
      <span className={css.cents}>{part}</span>
    </div>
  )
}

/** How the last five invoices were paid, in a row. */
export function StripCell({ row, t }: { row: Row | undefined; t: TFunction }) {
  return (
    <div
      role="gridcell"
      data-tone="none"
      aria-label={row && payingText(row, t)}
      style={{ background: row?.paying_strip ? stripBackground(row.paying_strip, PADDING, TOP) : undefined }}
    >
      {row?.open_cents === null && UNKNOWN}
    </div>
  )
}

/** The same strip on its own. */
export function Strip({ row, t }: { row: Row; t: TFunction }) {
  if (!row.paying_strip) return <span className="quiet">{payingText(row, t)}</span>
  const background = stripBackground(row.paying_strip, 0, 0)
  const label = payingText(row, t)
  return <span role="img" aria-label={label} title={label} className={css.strip} style={{ background, width: stripWidth, height: stripHeight }} />
}

/** Day and sum of the next automatic invoice, on its own. */
export function NextInvoice({ row, language, t }: { row: Row; language: string; t: TFunction }) {
  if (nextInvoiceIsUnknown(row)) return <span className="quiet">{t('money.unknown')}</span>
  if (!row.next_invoice_on) return <span className="quiet">{t('money.noNext')}</span>
  return (
    <>
      {formatDay(row.next_invoice_on)} <span className="quiet">·</span> <Sum name="next_invoice_net_cents" row={row} language={language} t={t} />
    </>
  )
}

/** A sum on its own. */
export function Sum({ name, row, language, t }: { name: SumName; row: Row; language: string; t: TFunction }) {
  const [whole, part] = sumText(name, row, language)
  if (whole === UNKNOWN) return <span className="quiet">{t('money.unknown')}</span>
  return (
    <span className={css.sum} data-tone={sumTone(name, row)}>
      {whole}
      <span className={css.cents}>{part}</span>
    </span>
  )
}
