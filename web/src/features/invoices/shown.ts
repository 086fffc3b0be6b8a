// How figures of a document are shown.
import type { Amount, InvoiceRow } from '../../lib/api/types'
import { cents, fromCents } from '../../lib/money'
import { clientOf } from '../../lib/named'

/** Amounts of a credit note are kept above zero; beside invoices they are shown as what they take off. */
export const signed = (invoice: Pick<InvoiceRow, 'type'>, money: Amount): Amount =>
  invoice.type === 'credit_note' ? { ...money, amount: fromCents(-cents(money.amount)) } : money

/** A decimal of the API as it is read: 2,5 in Latvian. */
export const decimalText = (text: string, language: string): string => (language.startsWith('lv') ? text.replace('.', ',') : text)

/** Days late with their sign: +12, −3, 0; nothing where they say nothing. */
export function lateText(days: number | null): string {
  if (days === null) return ''
  return days > 0 ? `+${days}` : String(days).replace('-', '\u2212')
}

/** Whose document it is: the buyer as printed, else the client as it is called now. */
export const clientName = ({ buyer, client_name }: Pick<InvoiceRow, 'buyer' | 'client_name'>): string => buyer.name || clientOf({ client_name })
