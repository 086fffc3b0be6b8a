import { describe, expect, it } from 'vitest'
import type { Document } from '../../lib/api/types'
import { changedKeys, draftOf, inputOf, newDraft, nextVersionOf, titleOf } from './draft'

const contract: Document = {
  id: 'd', etag: 'e', version: 1, type: 'contract', title: 'Līgums', number: '12/2025', dated_on: '2025-01-10', valid_from: '2025-02-01', valid_to: '2026-01-31',
  validity: 'valid', client_ids: ['c1', 'c2'], unit_id: 'u', file: { name: 'līgums.pdf', size: 1, media_type: 'application/pdf', digest: '' }, url: null, note: 'N',
  supersedes_id: 'old', superseded_by_id: null, created_at: null, updated_by: '', updated_at: null, removed_at: null,
}

describe('a title', () => {
  it.each([['Līgums Nr. 5.pdf', 'Līgums Nr. 5'], ['plāns', 'plāns'], ['.env', '.env'], ['arhīvs.tar.gz', 'arhīvs.tar'], ['2. pielikums', '2. pielikums']])('of %s is %s', (name, title) =>
    expect(titleOf(name)).toBe(title),
  )
})

describe('a draft', () => {
  it('holds of a document what people write', () => {
    expect(draftOf(contract)).toMatchObject({ type: 'contract', client_ids: ['c1', 'c2'], unit_id: 'u', url: '' })
    expect(draftOf(contract)).not.toHaveProperty('etag')
  })
  it('of the next version keeps what it is about, not what only the last one was', () => {
    expect(nextVersionOf(contract)).toMatchObject({ title: 'Līgums', client_ids: ['c1', 'c2'], unit_id: 'u', number: '', dated_on: null, valid_to: null })
  })
  it('tells what was changed in it', () => {
    const draft = draftOf(contract)
    expect(changedKeys(draft, { ...draft, client_ids: ['c1', 'c2'] })).toEqual([])
    expect(changedKeys(draft, { ...draft, client_ids: ['c2'], note: '' })).toEqual(['client_ids', 'note'])
  })
  it('is sent with a file or with an address', () => {
    const draft = { ...newDraft('c1'), title: ' Plāns ' }
    expect(inputOf(draft, { uploadId: 'u1', supersedesId: null })).toMatchObject({ title: 'Plāns', url: null, upload_id: 'u1' })
    expect(inputOf({ ...draft, url: ' https://piemers.lv ' }, { supersedesId: 'old' })).toMatchObject({ url: 'https://piemers.lv', upload_id: null, supersedes_id: 'old' })
  })
})
