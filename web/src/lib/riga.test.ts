import { describe, expect, it } from 'vitest'
import { instantInRiga, parseTime } from './riga'

describe('a time of day in Latvia', () => {
  it('is an instant in winter, in summer and in the nights between', () => {
    expect(instantInRiga('2026-01-15', '09:00')).toBe('2026-01-15T07:00:00.000Z')
    expect(instantInRiga('2026-07-15', '09:00')).toBe('2026-07-15T06:00:00.000Z')
    expect(instantInRiga('2026-07-01', '00:30')).toBe('2026-06-30T21:30:00.000Z')
    expect(instantInRiga('2026-03-29', '02:59')).toBe('2026-03-29T00:59:00.000Z')
    expect(instantInRiga('2026-03-29', '04:00')).toBe('2026-03-29T01:00:00.000Z')
    expect(instantInRiga('2026-10-25', '05:00')).toBe('2026-10-25T03:00:00.000Z')
  })
  it('is read as people type it', () => {
    expect(['9:05', '0905', '09.05', '23:59'].map(parseTime)).toEqual(['09:05', '09:05', '09:05', '23:59'])
    expect(['24:00', '9:60', '', 'x', '9'].map(parseTime)).toEqual([null, null, null, null, null])
  })
})
