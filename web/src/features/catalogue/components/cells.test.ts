import { render } from '@testing-library/react'
import i18next from 'i18next'
import { expect, it } from 'vitest'
import { startI18n } from '../../../i18n'
import type { Row } from '../../../lib/api/types'
import { cellText, cropMatch, matchedCell, sumText, sumTone, type Words } from './cells'

const rowWith = (cents: number | null): Row => ({ open_cents: cents, overdue_cents: cents, days_late: cents }) as Row

it('never shows unknown money as a zero or as nothing', () => {
  expect(sumText('overdue_cents', rowWith(null), 'lv')).toEqual(['?', ''])
  expect(sumText('overdue_cents', rowWith(0), 'lv')).toEqual(['0', ',00'])
})
it('never shows an unknown automatic invoice as none', () => {
  const words = { language: 'lv' } as Words
  const day = (next_invoice_on: string | null, next_invoice_net_cents: number | null) =>
    cellText('next_invoice_on', { next_invoice_on, next_invoice_net_cents } as Row, words)
  expect([day(null, null), day(null, 0), day('2026-04-01', 0)]).toEqual(['?', '', '01.04.2026.'])
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
it('says by which document a client was found', () => {
  startI18n('lv')
  const matched = { field: 'document', text: 'Pakalpojumu līgums Nr. 12/2024', ranges: [[0, 11]] }
  const { container } = render(matchedCell({ name: 'SIA "Ābols"', unit: null, matched } as unknown as Row, i18next.t))
  expect(container.textContent).toBe('dokuments Pakalpojumu līgums Nr. 12/2024')
  expect(container.querySelector('mark')?.textContent).toBe('Pakalpojumu')
})
