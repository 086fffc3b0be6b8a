import { beforeAll, expect, it } from 'vitest'
import { startI18n } from '../../i18n'
import type { Paying } from '../../lib/api/types'
import { describePaying } from './describePaying'

let i18n: ReturnType<typeof startI18n>
beforeAll(() => {
  i18n = startI18n('lv')
})

const paying = (part: Partial<Paying>): Paying => ({
  count: 46, amount: { amount: '1000.00', currency: 'EUR' }, on_time_share: 0.784, median_days_late: 3, p90_days_late: 24, trend_days: 5, ...part,
})
const said = (part: Partial<Paying>): string | null => {
  const words = describePaying(paying(part), i18n.t)
  return words && [words.onTime, ...words.rest].join(', ')
}

it('is one sentence of share, median, tail and trend', () => {
  expect(said({})).toBe('Laikā samaksāti 78\u00a0% summas, parasti kavē 3 dienas, desmitā daļa kavē 24 dienas un vairāk, pēdējā pusgadā maksā par 5 dienām vēlāk')
})
it('leaves out a tail that is in time and a trend that is not known', () => {
  expect(said({ median_days_late: -1, p90_days_late: 0, trend_days: null })).toBe('Laikā samaksāti 78\u00a0% summas, parasti maksā 1 dienu pirms termiņa')
})
it('does not round what was late away', () => {
  expect(said({ on_time_share: 0.999 })).toContain('99\u00a0%')
  expect(said({ on_time_share: 0.001 })).toContain('1\u00a0%')
  expect(said({ on_time_share: 1 })).toContain('100\u00a0%')
})
it('says nothing over fewer than three rows', () => {
  expect(said({ count: 2, on_time_share: null, median_days_late: null, p90_days_late: null, trend_days: null })).toBeNull()
})
