import { describe, expect, it } from 'vitest'
import { daysSince, formatCents, formatDay, formatInstant, formatNumber, formatSize, parseDay, today } from './format'
import { httpHref } from './href'

it('splits an amount at its cents', () => {
  expect(formatCents(123_456, 'lv')).toEqual(['1\u00a0234', ',56'])
  expect(formatCents(5, 'en')).toEqual(['0', '.05'])
  expect(formatCents(-199, 'lv')).toEqual(['\u22121', ',99'])
})

describe('numbers', () => {
  it.each([[1234, '1\u00a0234'], [29000, '29\u00a0000'], [1234567.89, '1\u00a0234\u00a0567,89'], [0.2, '0,2'], [-1234, '-1\u00a0234']])('%d in Latvian', (value, text) => {
    expect(formatNumber(value, 'lv')).toBe(text)
  })
  it('in English', () => expect(formatNumber(29000.5, 'en')).toBe('29,000.5'))
})

it.each([[0, '0\u00a0B'], [900, '900\u00a0B'], [1024, '1\u00a0KB'], [1_300_000, '1,2\u00a0MB'], [14_700_000, '14\u00a0MB'], [2 * 1024 ** 3, '2\u00a0GB']])('%d bytes', (bytes, text) => {
  expect(formatSize(bytes, 'lv')).toBe(text)
})

describe('days', () => {
  it('are shown as offices write them', () => expect(formatDay('2026-03-09')).toBe('09.03.2026.'))
  it.each([['9.3.2026', '2026-03-09'], ['09.03.26', '2026-03-09'], ['09.03.2026.', '2026-03-09'], ['2026-03-09', '2026-03-09'], ['1.1.85', '1985-01-01']])('%s is read', (text, day) => {
    expect(parseDay(text)).toBe(day)
  })
  it.each(['31.2.2026', '29.02.2025', '', 'rīt', '2026-13-01', '1.2'])('%j is no day', (text) => expect(parseDay(text)).toBeNull())
})

describe('instants', () => {
  it('are shown in Riga', () => expect(formatInstant('2026-06-30T22:30:00Z')).toBe('01.07.2026. 01:30'))
  it('decide what day it is there', () => expect(today(new Date('2026-12-31T22:30:00Z'))).toBe('2027-01-01'))
  it('that are nonsense are nothing', () => expect(formatInstant('soon')).toBe(''))
})

it('counts whole days', () => {
  expect(daysSince('2026-03-01T12:00:00Z', Date.parse('2026-03-08T11:00:00Z'))).toBe(6)
  expect(daysSince(null)).toBeNull()
})
it('opens nothing but http and https', () => {
  expect(httpHref('piemers.lv')).toBe('https://piemers.lv/')
  expect(httpHref('javascript:alert(1)')).not.toMatch(/^javascript/)
  expect(httpHref('http://a b')).toBe('#')
})
