import { expect, it } from 'vitest'
import { possibleActs } from './possibleActs'

const money = (amount: string) => ({ amount, currency: 'EUR' })
const document = (status: 'draft' | 'open' | 'paid' | 'annulled', open: string, type: 'invoice' | 'credit_note' = 'invoice') =>
  possibleActs({ type, status, open: money(open), gross: money('100.00') })

it('offers what the state allows and nothing else', () => {
  expect(document('draft', '0.00')).toEqual(['edit', 'issue', 'delete'])
  expect(document('open', '100.00')).toEqual(['pay', 'credit', 'writeOff', 'annul'])
  expect(document('open', '40.00')).toEqual(['pay', 'credit', 'writeOff'])
  expect(document('paid', '0.00')).toEqual(['credit'])
  expect(document('annulled', '0.00')).toEqual([])
})
it('never offers to credit or to pay a credit note', () => {
  expect([document('open', '100.00', 'credit_note'), document('paid', '0.00', 'credit_note')]).toEqual([['annul'], []])
})
