import { describe, expect, it } from 'vitest'
import { daysOf, nextSort, periodOf, queryOf, readInvoiceSearch } from './params'

const TODAY = '2026-08-31'
const client = '6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1'

describe('the URL', () => {
  it('is read without what makes no sense', () => {
    const raw = { client: 'x', unit: client, status: 'open', age: '5', period: 'ever', from: '1.2.2026', sort: 'buyer', order: 'asc', number: 'AA' }
    expect(readInvoiceSearch(raw)).toEqual({ unit: client, status: 'open', number: 'AA' })
  })
  it('takes the last of what is said twice', () => expect(readInvoiceSearch({ status: ['open', 'paid'] })).toEqual({ status: 'paid' }))
})

describe('a period', () => {
  it('is half a year of everybody and everything of one client', () => {
    expect([periodOf({}), periodOf({ client }), periodOf({ client, period: '12m' }), periodOf({ from: '2026-01-01', period: 'all' })]).toEqual([
      '6m', 'all', '12m', 'chosen',
    ])
  })
  it.each([
    ['month', '2026-08-31', '2026-08-01', undefined], ['quarter', '2026-08-31', '2026-07-01', undefined], ['quarter', '2026-03-31', '2026-01-01', undefined],
    ['6m', '2026-08-31', '2026-03-01', undefined], ['6m', '2026-03-15', '2025-09-16', undefined], ['12m', '2028-02-29', '2027-03-01', undefined],
    ['year', '2026-08-31', '2026-01-01', undefined], ['lastYear', '2026-08-31', '2025-01-01', '2025-12-31'], ['all', '2026-08-31', undefined, undefined],
  ] as const)('%s on %s', (period, today, from, to) => {
    const days = daysOf({ period }, today)
    expect([days.from, days.to]).toEqual([from, to])
  })
})

describe('the query', () => {
  it('asks for the unit until all of the client is wanted', () => {
    expect(queryOf({ client, unit: client }, TODAY).unit_id).toBe(client)
    expect(queryOf({ client, unit: client, units: 'all' }, TODAY).unit_id).toBeUndefined()
  })
  it('never hides drafts by a day of issue', () => expect(queryOf({ status: 'draft', period: 'month' }, TODAY).from).toBeUndefined())
  it('names order as the API does', () => {
    expect([queryOf({}, TODAY).order, queryOf({ sort: 'gross' }, TODAY).order]).toEqual(['issued_on desc', 'gross'])
  })
})

it('sorts by the head one way, the other way, and then as before', () => {
  let search = nextSort({ client }, 'gross')
  expect(search).toEqual({ client, sort: 'gross', order: 'desc' })
  search = nextSort(search, 'gross')
  expect(search).toEqual({ client, sort: 'gross', order: 'asc' })
  expect(nextSort(search, 'gross')).toEqual({ client })
  expect(nextSort({}, 'issued_on')).toEqual({ sort: 'issued_on', order: 'asc' })
  expect(nextSort({}, 'due_on')).toEqual({ sort: 'due_on', order: 'asc' })
})
