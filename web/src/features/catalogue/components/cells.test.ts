import { expect, it } from 'vitest'
import type { Row } from '../../../lib/api/types'
import { cropMatch, sumText, sumTone } from './cells'

const rowWith = (cents: number | null): Row => ({ open_cents: cents, overdue_cents: cents, days_late: cents }) as Row

it('never shows unknown money as a zero or as nothing', () => {
  expect(sumText('overdue_cents', rowWith(null), 'lv')).toEqual(['?', ''])
  expect(sumText('overdue_cents', rowWith(0), 'lv')).toEqual(['0', ',00'])
})
it('is red for what is late alone', () => {
  expect(['open_cents', 'overdue_cents', 'days_late'].map((name) => sumTone(name as 'open_cents', rowWith(5)))).toEqual([undefined, 'late', 'late'])
  expect(sumTone('overdue_cents', rowWith(0))).toBe('none')
})

it('cuts a long text at a word so that what was found is seen', () => {
  const text = 'Elektroprojekts un partneri Valmieras birojs'
  const start = text.indexOf('Valmiera')
  const cut = cropMatch(text, [[start, start + 8]])
  expect(cut.text).toBe('…Valmieras birojs')
  expect(cut.text.slice(...(cut.ranges[0] ?? [0, 0]))).toBe('Valmiera')
})
it('leaves a short one whole', () => expect(cropMatch('Rīga, Valmieras iela', [[6, 14]]).text).toBe('Rīga, Valmieras iela'))
