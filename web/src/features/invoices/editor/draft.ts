// A draft as it is typed: numbers are texts with a decimal comma until they are sent.
import type { Invoice, InvoiceDetails, InvoiceDraft, InvoiceLine, InvoicePatch, LineInput, VatCategory } from '../../../lib/api/types'
import { cents } from '../../../lib/money'
import { euros, readDecimal, typedForm } from '../../../lib/decimal'
import { totalsOf, type Totals } from '../totals'
import type { Complaints } from '../../profile/validate'

export interface TypedLine {
  key: string
  text: string
  quantity: string
  unit: string
  unit_price: string
  discount_percent: string
  vat_category: VatCategory
  vat_rate: string
  /** What the form does not show and must not lose. */
  rest: Pick<InvoiceLine, 'unit_id' | 'period_from' | 'period_to'>
}

export interface TypedDue {
  key: string
  due_on: string | null
  /** Empty in the last row: the rest. */
  amount: string
}

export interface Typed {
  client_id: string | null
  unit_id: string | null
  type: 'invoice' | 'advance'
  supplied_on: string | null
  buyer_reference: string
  note: string
  lines: TypedLine[]
  dues: TypedDue[]
}

const key = (): string => crypto.randomUUID()

export const emptyLine = (like?: TypedLine): TypedLine => ({
  key: key(), text: '', quantity: '1', unit: like?.unit ?? 'gab.', unit_price: '', discount_percent: '',
  vat_category: like?.vat_category ?? 'standard', vat_rate: like?.vat_rate ?? '21', rest: { unit_id: null, period_from: null, period_to: null },
})

export const emptyDue = (): TypedDue => ({ key: key(), due_on: null, amount: '' })

export const emptyDraft = (clientId: string | null, unitId: string | null): Typed => ({
  client_id: clientId, unit_id: unitId, type: 'invoice', supplied_on: null, buyer_reference: '', note: '', lines: [emptyLine()], dues: [],
})

export const typedOf = (invoice: Invoice | InvoiceDetails): Typed => ({
  client_id: invoice.client_id,
  unit_id: invoice.unit_id,
  type: invoice.type === 'advance' ? 'advance' : 'invoice',
  supplied_on: invoice.supplied_on,
  buyer_reference: invoice.buyer_reference,
  note: invoice.note,
  lines: invoice.lines.map((line) => ({
    key: key(), text: line.text, quantity: typedForm(line.quantity), unit: line.unit, unit_price: typedForm(line.unit_price), discount_percent: typedForm(line.discount_percent),
    vat_category: line.vat_category, vat_rate: line.vat_rate, rest: { unit_id: line.unit_id, period_from: line.period_from, period_to: line.period_to },
  })),
  dues: invoice.dues.map((due) => ({ key: key(), due_on: due.due_on, amount: typedForm(due.amount.amount) })),
})

/** A line nobody has written anything into: it stands ready and is not sent. */
export const isBlank = (line: TypedLine): boolean =>
  line.text.trim() === '' && line.unit_price.trim() === '' && line.discount_percent.trim() === '' && ['', '1'].includes(line.quantity.trim())

const number = (typed: string, places: number): string => readDecimal(typed, places) ?? '0'

/** The line as the API takes it; what is no number yet counts as nothing. */
export const lineOf = (line: TypedLine): LineInput & { discount_percent: string } => ({
  ...line.rest,
  text: line.text.trim(),
  quantity: number(line.quantity, 3),
  unit: line.unit.trim(),
  unit_price: number(line.unit_price, 6),
  discount_percent: line.discount_percent.trim() === '' ? '' : number(line.discount_percent, 2),
  vat_category: line.vat_category,
  vat_rate: line.vat_rate,
})

export const totalsOfDraft = (draft: Typed): Totals => totalsOf(draft.lines.filter((line) => !isBlank(line)).map(lineOf))

/** Amounts of the due rows in cents; the last one may stand empty and is then the rest. */
export function dueAmounts(draft: Typed, gross: bigint): bigint[] {
  const typed = draft.dues.map((due) => cents(number(due.amount, 2)))
  const last = draft.dues.at(-1)
  if (last?.amount.trim() === '') typed[typed.length - 1] = gross - typed.slice(0, -1).reduce((sum, each) => sum + each, 0n)
  return typed
}

/** The whole draft as the API takes it. */
export function bodyOf(draft: Typed): Omit<InvoiceDraft, 'client_id'> & { client_id: string } {
  const amounts = dueAmounts(draft, totalsOfDraft(draft).gross)
  return {
    client_id: draft.client_id ?? '',
    unit_id: draft.unit_id,
    type: draft.type,
    supplied_on: draft.supplied_on,
    buyer_reference: draft.buyer_reference.trim(),
    note: draft.note.trim(),
    lines: draft.lines.filter((line) => !isBlank(line)).map(lineOf),
    dues: draft.dues.map((due, i) => ({ due_on: due.due_on ?? '', amount: euros(amounts[i] ?? 0n) })),
  }
}

/** Only what changed; dues go with the lines, as they must sum to the whole. */
export function patchOf(before: Typed, now: Typed): InvoicePatch {
  const [old, body] = [bodyOf(before), bodyOf(now)]
  const changed = (Object.keys(body) as (keyof typeof body)[]).filter((name) => JSON.stringify(old[name]) !== JSON.stringify(body[name]))
  if (changed.includes('lines') && now.dues.length > 0 && !changed.includes('dues')) changed.push('dues')
  return Object.fromEntries(changed.map((name) => [name, body[name]]))
}

export const isChanged = (before: Typed, now: Typed): boolean => Object.keys(patchOf(before, now)).length > 0

/** What can be said without asking the server, by path of the form. */
export function complaintsOf(draft: Typed): Complaints {
  const out = new Map<string, string>()
  if (draft.client_id === null) out.set('client_id', 'validation.required')
  draft.lines.forEach((line, i) => {
    if (isBlank(line)) return
    if (line.text.trim() === '') out.set(`lines.${i}.text`, 'validation.required')
    if (readDecimal(line.quantity, 3) === null) out.set(`lines.${i}.quantity`, 'validation.quantity')
    const price = readDecimal(line.unit_price, 6)
    if (price === null || price.startsWith('-')) out.set(`lines.${i}.unit_price`, 'validation.price')
    const discount = line.discount_percent.trim() === '' ? '0' : readDecimal(line.discount_percent, 2)
    if (discount === null || discount.startsWith('-') || Number(discount) > 100) out.set(`lines.${i}.discount_percent`, 'validation.percent')
  })
  const { gross } = totalsOfDraft(draft)
  const amounts = dueAmounts(draft, gross)
  draft.dues.forEach((due, i) => {
    if (due.due_on === null) out.set(`dues.${i}.due_on`, 'validation.required')
    if ((amounts[i] ?? 0n) <= 0n || (due.amount.trim() !== '' && readDecimal(due.amount, 2) === null)) out.set(`dues.${i}.amount`, 'validation.amount')
  })
  if (draft.dues.length > 0 && amounts.reduce((sum, each) => sum + each, 0n) !== gross) out.set('dues', 'reason.DUES_INVALID')
  return out
}

/** The server counts only the lines that were sent: its place of a line, as the place in the form. */
export function placeInForm(draft: Typed, path: string): string {
  const match = /^lines\.(\d+)(.*)$/.exec(path)
  if (!match) return path
  const sent = draft.lines.map((line, i) => ({ line, i })).filter(({ line }) => !isBlank(line))
  return `lines.${sent[Number(match[1])]?.i ?? 0}${match[2] ?? ''}`
}
