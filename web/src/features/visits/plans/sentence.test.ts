import { beforeAll, describe, expect, it } from 'vitest'
import { startI18n } from '../../../i18n'
import { planText } from './sentence'

type Planned = Parameters<typeof planText>[0]
const plan = (rule: Partial<Planned['rule']> = {}, part: Partial<Planned> = {}): Planned => ({
  rule: { frequency: 'weeks', every: 1, weekdays: [], week_of_month: 0, day_off: 'keep', ...rule },
  at: '09:00',
  starts_on: '2026-04-01',
  ends_on: null,
  ...part,
})
let i18n: ReturnType<typeof startI18n>
beforeAll(async () => {
  i18n = startI18n('lv')
  await i18n.changeLanguage('lv')
})

describe('a plan in words', () => {
  it.each<[Planned, string]>([
    [plan({ every: 2, weekdays: [4, 2] }), 'katru 2. nedēļu otrdienās un ceturtdienās plkst. 9:00, no 01.04.2026.'],
    [plan(), 'katru nedēļu trešdienās plkst. 9:00, no 01.04.2026.'],
    [plan({ weekdays: [1, 2, 3, 4, 5] }, { at: '17:30' }), 'katru nedēļu no pirmdienas līdz piektdienai plkst. 17:30, no 01.04.2026.'],
    [plan({ weekdays: [1, 3, 5] }, { ends_on: '2026-06-30' }), 'katru nedēļu pirmdienās, trešdienās un piektdienās plkst. 9:00, no 01.04.2026. līdz 30.06.2026.'],
    [plan({ frequency: 'days', day_off: 'skip' }), 'katru dienu plkst. 9:00, izņemot brīvdienas, no 01.04.2026.'],
    [plan({ frequency: 'days', every: 3, weekdays: [2] }), 'katru 3. dienu, tikai otrdienās plkst. 9:00, no 01.04.2026.'],
    [plan({ frequency: 'months', day_off: 'after' }), 'katru mēnesi 1. datumā plkst. 9:00, brīvdienā – nākamajā darba dienā, no 01.04.2026.'],
    [plan({ frequency: 'months', every: 3 }, { starts_on: '2026-01-31' }), 'reizi ceturksnī 31. datumā (īsākā mēnesī – pēdējā dienā) plkst. 9:00, no 31.01.2026.'],
    [plan({ frequency: 'months', every: 2, weekdays: [5], week_of_month: -1, day_off: 'before' }), 'katru 2. mēnesi pēdējā piektdienā plkst. 9:00, svētku dienā – iepriekšējā darba dienā, no 01.04.2026.'],
    [plan({ frequency: 'months', weekdays: [2, 4], week_of_month: 1 }), 'katru mēnesi pirmajā otrdienā un pirmajā ceturtdienā plkst. 9:00, no 01.04.2026.'],
    [plan({ frequency: 'months', weekdays: [7] }), 'katru mēnesi svētdienās plkst. 9:00, no 01.04.2026.'],
  ])('%#: %j', (planned, text) => expect(planText(planned, i18n.t)).toBe(text))

  it('reads in English', async () => {
    await i18n.changeLanguage('en')
    const texts = [
      plan({ every: 2, weekdays: [2, 4] }),
      plan({ frequency: 'months', weekdays: [1], week_of_month: 3, day_off: 'skip' }, { ends_on: '2026-06-30' }),
      plan({ frequency: 'months', every: 12 }),
      plan({ frequency: 'days', every: 2, weekdays: [1, 2, 3, 4, 5] }),
    ].map((planned) => planText(planned, i18n.t))
    expect(texts).toEqual([
      'every 2 weeks on Tuesdays and Thursdays at 9:00, from 01.04.2026.',
      'every month on the third Monday at 9:00, except on holidays, from 01.04.2026. until 30.06.2026.',
      'every year on day 1 at 9:00, from 01.04.2026.',
      'every 2 days, only from Monday to Friday at 9:00, from 01.04.2026.',
    ])
    await i18n.changeLanguage('lv')
  })
})
