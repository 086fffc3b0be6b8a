import { beforeEach, expect, it } from 'vitest'
import { prefillOf } from './prefill'
import { bodyOf, changedKeys, emptyDraft, isNewRow, newRowId, patchOf, same, type Draft } from './draft'
import { dropDraft, readDraft, storeDraft } from './stored'
import { pathOf } from '../../lib/complaints'
import { complaintsOf, countBySection } from './validate'

const code = (value: string | null, shown = ''): Draft['identifiers'][number] => ({
  id: newRowId(), type: 'lv_personal_code', value, shown, country: 'LV', valid_from: null, valid_to: null, check_state: 'none', source: 'user',
})

beforeEach(() => localStorage.clear())

it('sends only what was changed', () => {
  expect(patchOf(emptyDraft, { ...emptyDraft, name: 'A', tags: ['x'] })).toEqual({ name: 'A', tags: ['x'] })
  expect(changedKeys(emptyDraft, structuredClone(emptyDraft))).toEqual([])
})
it('compares without minding the order of keys', () => expect(same({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 })).toBe(true))
it('never sends the id of a row that is not there yet', () => {
  const body = bodyOf({ ...emptyDraft, kind: 'natural', last_name: 'Ozols', identifiers: [code('010190-11234')] })
  expect(isNewRow(newRowId())).toBe(true)
  expect(body.identifiers).toEqual([expect.not.objectContaining({ id: expect.anything() as unknown })])
})
it('leaves out what was typed for the other kind of client, without forgetting it', () => {
  const draft = { ...emptyDraft, kind: 'natural' as const, name: 'SIA "A"', last_name: 'Ozols' }
  expect(bodyOf(draft)).not.toHaveProperty('name')
  expect(bodyOf({ ...draft, kind: 'legal' })).toMatchObject({ name: 'SIA "A"' })
})
it('keeps an unfinished profile, but no personal code', () => {
  const draft = { ...emptyDraft, last_name: 'Ozols', identifiers: [code('010190-11234')] }
  storeDraft('c1', { etag: 'v1', base: emptyDraft, draft, settings: { reminders: null }, savedAt: '2026-03-09T10:00:00Z' })
  expect(readDraft('c1')?.draft.last_name).toBe('Ozols')
  expect(JSON.stringify(localStorage.getItem('sys.draft:c1'))).not.toContain('11234')
  dropDraft('c1')
  expect(readDraft('c1')).toBeNull()
})
it('does not trust what lies in the browser', () => {
  localStorage.setItem('sys.draft:c1', '{"broken"')
  expect(readDraft('c1')).toBeNull()
  localStorage.setItem('sys.draft:c1', '[1]')
  expect(readDraft('c1')).toBeNull()
})
it('asks for a name, a value in every row and an end after its start', () => {
  expect(complaintsOf(emptyDraft).get('name')).toBe('validation.required')
  expect(complaintsOf({ ...emptyDraft, kind: 'natural' }).get('last_name')).toBe('validation.personName')
  const draft = { ...emptyDraft, name: 'A', identifiers: [code(''), code(null, '010190-*****'), { ...code('1'), valid_from: '2026-03-09', valid_to: '2026-03-08' }] }
  expect([...complaintsOf(draft).keys()]).toEqual(['identifiers.0.value', 'identifiers.2.valid_to'])
})
it('puts complaints where they belong', () => {
  expect(pathOf('client.channels[2].value')).toBe('channels.2.value')
  expect(countBySection(['channels.0.value', 'contacts.1.name', 'name']).get('contacts')).toBe(2)
})
it('begins a new client with what was searched for', () => {
  expect(prefillOf('Ābele').name).toBe('Ābele')
  expect(prefillOf('40003 032949').identifiers[0]).toMatchObject({ type: 'lv_regcode', value: '40003032949' })
  expect(prefillOf('lv40003032949').identifiers[0]).toMatchObject({ type: 'lv_vat', value: 'LV40003032949' })
  expect(prefillOf('a@b.lv').channels[0]).toMatchObject({ kind: 'email', value: 'a@b.lv' })
  expect(prefillOf('+371 26111222').channels[0]).toMatchObject({ kind: 'phone' })
})
