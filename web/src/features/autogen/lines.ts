// Lines as people look at them.
import type { AutogenLine } from '../../lib/api/types'
import { formatMoney, fromCents } from '../../lib/money'
import { decimalText } from '../invoices/shown'
import { lineNet } from '../invoices/totals'

export const lineStatuses = ['active', 'paused', 'ended'] as const
export type LineStatus = AutogenLine['status']

/** Active lines first, in order of what comes next; then paused ones, then ended ones. */
export const inOrder = (lines: readonly AutogenLine[]): AutogenLine[] =>
  [...lines].sort(
    (a, b) =>
      lineStatuses.indexOf(a.status) - lineStatuses.indexOf(b.status) ||
      (a.next_on ?? '').localeCompare(b.next_on ?? '') ||
      a.service.localeCompare(b.service, 'lv'),
  )

/** What it costs once at the price of today; of a line that is not active nobody says what comes. */
export const netNow = (line: Pick<AutogenLine, 'quantity' | 'unit_price'>): string => fromCents(lineNet({ ...line, discount_percent: '' }))

/** What somebody should look at first, whatever the state of the line. */
export const troubleOf = ({ failed, waiting }: Pick<AutogenLine, 'failed' | 'waiting'>): 'failed' | 'waiting' | null =>
  failed > 0 ? 'failed' : waiting > 0 ? 'waiting' : null

/** A price of one: with two decimals, or with as many as it has. */
export const priceShown = (price: string, language: string): string =>
  /\.\d{3,}$/.test(price) ? `${decimalText(price, language)}\u00a0€` : formatMoney({ amount: price, currency: 'EUR' }, language)
