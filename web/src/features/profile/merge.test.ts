import { describe, expect, it } from 'vitest'
import type { Channel } from '../../lib/api/types'
import { emptyDraft, type Draft } from './draft'
import { merge, resolve } from './merge'

const channel = (id: string, value: string): Channel => ({
  id, kind: 'phone', value, normal: value, purpose: 'general', primary: false, note: '', bounced_at: null,
})
const base: Draft = { ...emptyDraft, name: 'SIA "A"', responsible: 'Ilze', channels: [channel('1', '111'), channel('2', '222')], tags: ['x'] }

describe('what only one side touched', () => {
  it('comes from that side, silently', () => {
    const merged = merge(base, { ...base, name: 'SIA "B"' }, { ...base, responsible: 'Dace' })
    expect(merged.conflicts).toEqual([])
    expect(merged.draft).toMatchObject({ name: 'SIA "B"', responsible: 'Dace' })
  })
  it('is told row by row', () => {
    const mine = { ...base, channels: [channel('1', '999'), channel('2', '222'), channel('new-3', '333')] }
    const theirs = { ...base, channels: [channel('1', '111'), channel('2', '888'), channel('4', '444')] }
    const merged = merge(base, mine, theirs)
    expect(merged.conflicts).toEqual([])
    expect(merged.draft.channels.map((row) => row.value).sort()).toEqual(['333', '444', '888', '999'])
  })
  it('stays removed when the other side left it alone', () => {
    const merged = merge(base, { ...base, channels: [channel('2', '222')] }, base)
    expect(merged.draft.channels.map((row) => row.id)).toEqual(['2'])
  })
  it('joins tags', () => {
    expect(merge(base, { ...base, tags: ['x', 'mine'] }, { ...base, tags: ['theirs'] }).draft.tags).toEqual(['theirs', 'mine'])
  })
  it('keeps my order of rows', () => {
    const merged = merge(base, { ...base, channels: [channel('2', '222'), channel('1', '111')] }, base)
    expect(merged.draft.channels.map((row) => row.id)).toEqual(['2', '1'])
  })
})

describe('what both touched', () => {
  const mine = { ...base, name: 'SIA "Mine"' }
  const theirs = { ...base, name: 'SIA "Theirs"' }
  it('is a conflict with all three values, and mine stands until it is decided', () => {
    const merged = merge(base, mine, theirs)
    expect(merged.conflicts).toEqual([{ path: 'name', key: 'name', rowId: null, base: 'SIA "A"', mine: 'SIA "Mine"', theirs: 'SIA "Theirs"' }])
    expect(merged.draft.name).toBe('SIA "Mine"')
  })
  it('becomes what was chosen', () => {
    const merged = merge(base, mine, theirs)
    expect(resolve(merged, { name: 'theirs' }).name).toBe('SIA "Theirs"')
    expect(resolve(merged, { name: 'base' }).name).toBe('SIA "A"')
    expect(resolve(merged, {}).name).toBe('SIA "Mine"')
  })
  it('is no conflict when both wrote the same', () => {
    expect(merge(base, mine, { ...mine }).conflicts).toEqual([])
  })
  it('asks when one removed a row that the other changed', () => {
    const removed = { ...base, channels: [channel('2', '222')] }
    const changed = { ...base, channels: [channel('1', '999'), channel('2', '222')] }
    const merged = merge(base, removed, changed)
    expect(merged.conflicts.map((x) => x.path)).toEqual(['channels/1'])
    expect(resolve(merged, { 'channels/1': 'theirs' }).channels.map((row) => row.value).sort()).toEqual(['222', '999'])
    expect(resolve(merged, { 'channels/1': 'mine' }).channels.map((row) => row.id)).toEqual(['2'])
  })
})
