import { expect, it } from 'vitest'
import { startI18n } from '../i18n'
import { stripBackground, stripText } from './payingStrip'

it('draws a cell for each invoice, and what is open lower than what is settled', () => {
  const cells = stripBackground('etdDo', 0, 0).split('no-repeat').slice(0, -1)
  expect(cells.map((cell) => / (\d+)px \/ 12px (\d+)px/.exec(cell)?.slice(1))).toEqual([
    ['0', '14'], ['0', '14'], ['0', '14'], ['8', '6'], ['8', '6'],
  ])
})
it('is red for what is late and for nothing else', () => {
  expect(stripBackground('eto', 0, 0)).not.toContain('--late')
  for (const letter of 'abcdABCD') expect(stripBackground(letter, 0, 0)).toContain('--late')
})
it('says the same in words', () => {
  expect(stripText('etA', startI18n('lv').t)).toBe('agrāk, laikā, nav samaksāts, kavē 1–30 d.')
})
