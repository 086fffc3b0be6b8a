import { expect, it } from 'vitest'
import { cropMatch } from './cells'

it('cuts a long text at a word so that what was found is seen', () => {
  const text = 'Elektroprojekts un partneri Valmieras birojs'
  const start = text.indexOf('Valmiera')
  const cut = cropMatch(text, [[start, start + 8]])
  expect(cut.text).toBe('…Valmieras birojs')
  expect(cut.text.slice(...(cut.ranges[0] ?? [0, 0]))).toBe('Valmiera')
})
it('leaves a short one whole', () => expect(cropMatch('Rīga, Valmieras iela', [[6, 14]]).text).toBe('Rīga, Valmieras iela'))
