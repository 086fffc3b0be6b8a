import { expect, it } from 'vitest'
import type { InvoiceRow } from '../../../lib/api/types'
import { cellsOf, fill, openDues, spread, type OpenDue } from './spread'

const money = (amount: string) => ({ amount, currency: 'EUR' })
const due = (id: string, open: string): OpenDue => ({ id, invoiceId: `i-${id}`, number: id, dueOn: '2026-01-01', late: false, open })
const dues = [due('a', '100.00'), due('b', '50.10'), due('c', '0.05')]

it('lists what is open, oldest first, whatever order the documents came in', () => {
  const part = (id: string, due_on: string, open: string) => ({ id, due_on, in_time_until: due_on, open: money(open), amount: money('10.00'), settled_on: null })
  const invoices = [
    { id: '1', number: 'B', dues: [part('b', '2026-03-01', '10.00'), part('x', '2026-02-10', '0.00')] },
    { id: '2', number: 'A', dues: [part('a', '2026-02-01', '5.00')] },
  ] as unknown as InvoiceRow[]
  expect(openDues(invoices, '2026-02-15').map((row) => [row.id, row.number, row.late])).toEqual([['a', 'A', true], ['b', 'B', false]])
})
it('fills due rows in their order and leaves the rest', () => {
  expect(fill(dues, 12_000n)).toEqual({ a: '100,00', b: '20,00' })
  expect(fill(dues, 99_999n)).toEqual({ a: '100,00', b: '50,10', c: '0,05' })
})
it('shows a proposal as it would be typed', () => {
  expect(cellsOf({ allocations: [{ invoice_id: 'i', due_id: 'a', amount: money('1234.50') }], left: money('0.00') })).toEqual({ a: '1234,50' })
})
it('sums what is typed and keeps the rest as an advance', () => {
  const { allocated, left, targets, wrong } = spread(dues, { a: '100', b: ' 20,5 ', c: '' }, 13_000n)
  expect([allocated, left, wrong.size]).toEqual([12_050n, 950n, 0])
  expect(targets.map((target) => [target.due_id, target.amount.amount])).toEqual([['a', '100.00'], ['b', '20.50']])
})
it('tells cells that are no amount or more than is open, and a sum that is more than came', () => {
  const { wrong, left } = spread(dues, { a: 'x', b: '50,11', c: '-1' }, 5_000n)
  expect([...wrong]).toEqual([['a', 'validation.amount'], ['b', 'payment.overDue'], ['c', 'validation.amount']])
  expect(left).toBe(-11n)
})
it('sends no cell that holds nothing', () => expect(spread(dues, { a: '0,00' }, 100n).targets).toEqual([]))
