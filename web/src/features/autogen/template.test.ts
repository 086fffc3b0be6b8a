import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { placeholders, renderText, wrongPlaceholder } from './template'

const text = (template: string, language: 'lv' | 'en' = 'lv'): string => renderText(template, language, '2027-04-01', '2027-04-30')

describe('a text', () => {
  it.each([
    ['Apkope {periods}', 'Apkope 01.04.2027.–30.04.2027.'],
    ['no {no} līdz {līdz}', 'no 01.04.2027. līdz 30.04.2027.'],
    ['{mēnesis} {gads}, par {mēnesi}', 'aprīlis 2027, par aprīli'],
    ['{ceturksnis}. ceturksnis', '2. ceturksnis'],
    ['{month} {quarter} {period}', 'aprīlis 2 01.04.2027.–30.04.2027.'],
    ['{nezināms} { {}', '{nezināms} { {}'],
  ])('%s', (template, made) => expect(text(template)).toBe(made))
  it('has the months of its language', () => expect(text('{month} {mēnesi}', 'en')).toBe('April April'))
  it('puts every month into the accusative', () => {
    const made = Array.from({ length: 12 }, (_, i) => renderText('{mēnesi}', 'lv', `2027-${String(i + 1).padStart(2, '0')}-01`, ''))
    expect(made.join(' ')).toBe('janvāri februāri martu aprīli maiju jūniju jūliju augustu septembri oktobri novembri decembri')
  })
})

it('finds what cannot be put in', () => {
  expect(['{periods}', 'bez', '{menesis}', 'a } b', '{', '{constructor}'].map(wrongPlaceholder)).toEqual([null, null, '{menesis}', '}', '{', '{constructor}'])
})

it('knows the placeholders that the contract lists', () => {
  const proto = readFileSync(join(import.meta.dirname, '../../../../proto/sysapi/autogen/v1/line.proto'), 'utf8')
  const rows = [...proto.matchAll(/^\/\/ {3}(\{\S+\})\s+(\{\S+\})?/gm)]
  const listed = (column: 1 | 2): string[] => rows.flatMap((row) => row[column]?.slice(1, -1) ?? [])
  expect(placeholders.lv).toEqual(listed(1))
  expect(placeholders.en).toEqual(listed(2))
})
