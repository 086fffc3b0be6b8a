import { describe, expect, it } from 'vitest'
import { csvCell, toCsv } from './csv'

describe('a cell', () => {
  it.each(['=1+1', '+371 26111222', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =cmd', '\u00a0=1'])('never starts a formula: %j', (text) => {
    expect(csvCell(text).replace(/^"/, '').startsWith("'")).toBe(true)
  })
  it('keeps numbers as numbers, with a decimal comma', () => expect([csvCell(-12), csvCell(-1234.5)]).toEqual(['-12', '-1234,5']))
  it('quotes what would break the line', () => {
    expect(csvCell('SIA "Ābele"')).toBe('"SIA ""Ābele"""')
    expect(csvCell('a;b')).toBe('"a;b"')
    expect(csvCell('a\nb')).toBe('"a\nb"')
  })
  it('is empty for nothing', () => expect(csvCell(null)).toBe(''))
  it('joins lists, safely', () => expect(csvCell(['=x', 'y'])).toBe("'=x, y"))
})

it('starts with the mark Excel needs for Latvian letters', () => {
  expect(toCsv(['Nosaukums'], [['Ķēde']])).toBe('\uFEFFNosaukums\r\nĶēde\r\n')
})
