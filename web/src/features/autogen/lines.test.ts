import { expect, it } from 'vitest'
import type { AutogenLine, PlannedInvoice } from '../../lib/api/types'
import { byMonth, ofLine } from './forecast'
import { indexationOf } from './indexing'
import { inOrder, priceShown, troubleOf } from './lines'
import { readLineSearch, readPeriodSearch } from './params'

const line = (service: string, status: AutogenLine['status'], next_on: string | null = null) => ({ service, status, next_on }) as AutogenLine
const euro = (amount: string) => ({ amount, currency: 'EUR' as const })
const invoice = (issue_on: string, ...lines: [id: string, net: string][]) =>
  ({ client_id: 'c', unit_id: null, issue_on, net: euro(lines[0]?.[1] ?? '0'), lines: lines.map(([line_id, net]) => ({ line_id, net: euro(net) })) }) as PlannedInvoice

it('shows active lines by what comes next, then paused ones, then ended ones', () => {
  const lines = [line('d', 'ended'), line('c', 'paused'), line('b', 'active', '2027-02-01'), line('a', 'active', '2027-03-01')]
  expect(inOrder(lines).map(({ service }) => service)).toEqual(['b', 'a', 'c', 'd'])
})
it('says first what failed', () => {
  expect([troubleOf({ failed: 1, waiting: 2 }), troubleOf({ failed: 0, waiting: 2 }), troubleOf({ failed: 0, waiting: 0 })]).toEqual(['failed', 'waiting', null])
})
it('sums coming invoices by the month of issue', () => {
  const months = byMonth([invoice('2027-02-01', ['a', '10.10']), invoice('2027-01-31', ['a', '1.00']), invoice('2027-02-28', ['a', '0.05'])])
  expect(months.map(({ key, net, invoices }) => [key, net.amount, invoices.length])).toEqual([['2027-01', '1.00', 1], ['2027-02', '10.15', 2]])
})
it('takes one line out of invoices of several', () => {
  const own = ofLine([invoice('2027-01-01', ['a', '10.00'], ['b', '2.50']), invoice('2027-01-02', ['a', '1.00'])], 'b')
  expect(own.map(({ net, lines }) => [net.amount, lines.length])).toEqual([['2.50', 1]])
})
it('reads of a URL only what it understands', () => {
  const id = '0d4c0b52-9f5a-4a55-8a39-4b9c7c2a9e10'
  expect(readLineSearch({ client: id, status: 'asleep', service: ['a', 'b'], unit: '1' })).toEqual({ client: id, service: 'b' })
  expect(readPeriodSearch({ line: id, status: 'failed', waiting: 'yes', from: '2027-01-01', to: 'x' })).toEqual({ line: id, status: 'failed', from: '2027-01-01' })
})
it.each([
  ['percent', '4,5', { percent: '4.5' }], ['percent', '-2', { percent: '-2' }], ['amount', '+0,10', { amount: '0.1' }],
  ['percent', '0', null], ['percent', '1000', null], ['amount', 'x', null], ['percent', '1,23456', null],
] as const)('a change by %s %s is %j', (by, value, change) => {
  const typed = { by, value, from: '2027-01-01', client_id: null, service: ' Apkope ' }
  expect(indexationOf(typed)).toEqual(change && { ...change, from: '2027-01-01', filter: { client_ids: [], service: 'Apkope' } })
  expect(indexationOf({ ...typed, from: null })).toBeNull()
})
it('shows a price with its cents, and with more where it has them', () => {
  expect(['350', '12.5', '12.505', '1234.567'].map((price) => priceShown(price, 'lv'))).toEqual(['350,00\u00a0€', '12,50\u00a0€', '12,505\u00a0€', '1234,567\u00a0€'])
})
