import { expect, it } from 'vitest'
import { queryOf, readDocumentSearch, readOriginSearch } from './params'

const client = '6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1'

it('reads the URL without what makes no sense', () => {
  expect(readDocumentSearch({ client: 'x', type: 'contract', ends: 'never' })).toEqual({ type: 'contract' })
  expect(readDocumentSearch({ client, type: ['act', 'offer'], ends: 'over' })).toEqual({ client, type: 'offer', ends: 'over' })
})

it('asks by title for all, and by the last day for those that end', () => {
  expect(queryOf({ client, type: 'act' }, '2026-12-15')).toEqual({ client_id: client, type: ['act'], sort: 'title' })
  expect(queryOf({ ends: 'soon' }, '2026-12-15')).toMatchObject({ valid_since: '2026-12-15', valid_until: '2027-01-14', sort: 'valid_to' })
  expect(queryOf({ ends: 'over' }, '2027-01-01')).toMatchObject({ valid_until: '2026-12-31', sort: 'valid_to' })
  expect(queryOf({ ends: 'over' }, '2027-01-01')).not.toHaveProperty('valid_since')
})

it('asks for what is in the bin only when it is opened', () => {
  expect(readDocumentSearch({ client, bin: true })).toEqual({ client, bin: true })
  // As the address bar has it.
  expect(readDocumentSearch({ client, bin: 'true' })).toEqual({ client, bin: true })
  expect(queryOf({ client, bin: true }, '2026-12-15')).toEqual({ client_id: client, removed: true, sort: 'title' })
  expect(queryOf({ client }, '2026-12-15')).not.toHaveProperty('removed')
})

it('of a document keeps where it was opened from', () => {
  expect(readOriginSearch({ client, card: true, x: 1 })).toEqual({ client, card: true })
  expect(readOriginSearch({ client, card: 'true' })).toEqual({ client, card: true })
  expect(readOriginSearch({ ends: 'soon', card: 'yes' })).toEqual({ ends: 'soon' })
})
