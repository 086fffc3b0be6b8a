import { expect, it } from 'vitest'
import { parseSearch } from '../../app/router'
import { queryString } from '../../lib/api/http'
import { isTextQuery, nextSort, readSearch, sortedBy, toggleValue } from './params'

it('reads back the address it wrote', () => {
  const search = { q: 'bērz & co', sort: 'city', order: 'desc', status: ['active', 'closed'], city: ['Rīga'] } as const
  expect(readSearch(parseSearch(queryString({ ...search })))).toEqual(search)
})
it('drops what it does not know', () => {
  expect(readSearch({ sort: 'password', order: 'desc', nonsense: '1', status: ['', 'active', 'active'] })).toEqual({ status: ['active'] })
})
it('bounds the length of a query', () => expect(readSearch({ q: 'a'.repeat(5000) }).q).toHaveLength(200))
it('sorts up, then down, then as it comes', () => {
  const up = nextSort({}, 'city')
  const down = nextSort(up, 'city')
  expect([up, down, nextSort(down, 'city')]).toEqual([{ sort: 'city' }, { sort: 'city', order: 'desc' }, {}])
})
it('has an order by itself: by name, or the best hits first', () => {
  expect([sortedBy({}), sortedBy({ q: '*' }), sortedBy({ q: 'a' })]).toEqual([
    { column: 'name', descending: false }, { column: 'name', descending: false }, null,
  ])
  expect(nextSort({}, 'name')).toEqual({ sort: 'name', order: 'desc' })
  expect(nextSort({ q: 'a' }, 'name')).toEqual({ q: 'a', sort: 'name' })
})
it('toggles a filter value', () => {
  const on = toggleValue({ q: 'a' }, 'city', 'Rīga')
  expect(on).toEqual({ q: 'a', city: ['Rīga'] })
  expect(toggleValue(on, 'city', 'Rīga')).toEqual({ q: 'a' })
})
it('takes a star for everything', () => expect([isTextQuery({ q: '*' }), isTextQuery({}), isTextQuery({ q: 'a' })]).toEqual([false, false, true]))
it('knows of one answer to whether an automatic invoice is coming', () => {
  expect(readSearch({ has_next_invoice: 'true' })).toEqual({ has_next_invoice: ['true'] })
  expect(readSearch({ has_next_invoice: 'false' })).toEqual({})
})
it('takes a whole number as the least of money, and only one', () => {
  expect(readSearch({ min_overdue_cents: ['5', '1'], min_days_late: '-3' })).toEqual({ min_overdue_cents: ['1'] })
  expect(readSearch({ min_overdue_cents: '1.5' })).toEqual({})
})
