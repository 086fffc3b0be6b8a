import { beforeAll, describe, expect, it } from 'vitest'
import { startI18n } from '../../i18n'
import { fits, periodOf, ruleText, type Rule } from './rule'

const rule = (part: Partial<Rule> = {}): Rule => ({ every_months: 1, anchor_day: 1, timing: 'in_advance', issue_offset_days: 0, shift: 'none', ...part })
let i18n: ReturnType<typeof startI18n>
beforeAll(async () => {
  i18n = startI18n('lv')
  await i18n.changeLanguage('lv')
})

describe('a rule in words', () => {
  it.each<[Partial<Rule>, string]>([
    [{}, 'katra mēneša 1. datumā, uz priekšu'],
    [{ anchor_day: 31 }, 'katra mēneša pēdējā dienā, uz priekšu'],
    [{ every_months: 3, anchor_day: 15 }, 'reizi ceturksnī 15. datumā, uz priekšu'],
    [{ every_months: 2 }, 'reizi 2 mēnešos 1. datumā, uz priekšu'],
    [{ every_months: 21 }, 'reizi 21 mēnesī 1. datumā, uz priekšu'],
    [{ timing: 'in_arrears' }, 'katra mēneša pēdējā dienā, par pagājušo'],
    [{ timing: 'in_arrears', anchor_day: 15 }, 'katru mēnesi, perioda pēdējā dienā, periodi sākas 15. datumā, par pagājušo'],
    [{ timing: 'in_arrears', issue_offset_days: 5 }, 'katru mēnesi, 5 dienas pēc perioda beigām, par pagājušo'],
    [{ issue_offset_days: -1, every_months: 12 }, 'reizi gadā, 1 dienu pirms perioda sākuma, uz priekšu'],
    [{ shift: 'after' }, 'katra mēneša 1. datumā, uz priekšu, brīvdienā – nākamajā darba dienā'],
  ])('%j', (part, text) => expect(ruleText(rule(part), i18n.t)).toBe(text))
  it('reads in English', async () => {
    await i18n.changeLanguage('en')
    expect(ruleText(rule({ every_months: 3 }), i18n.t)).toBe('every quarter on day 1, in advance')
    await i18n.changeLanguage('lv')
  })
})

it('comes back to the 31st after February', () => {
  const starts = [0, 1, 2, 3].map((number) => periodOf('2027-01-31', rule({ anchor_day: 31 }), number).starts_on)
  expect(starts).toEqual(['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30'])
  expect(periodOf('2027-01-31', rule({ anchor_day: 31 }), 0).ends_on).toBe('2027-02-27')
})
it('takes the day of the first period when it names none', () => {
  expect(periodOf('2027-01-15', rule({ anchor_day: 0, every_months: 3 }), 1).starts_on).toBe('2027-04-15')
})
it('counts the day of issue from the beginning or the end', () => {
  expect(periodOf('2027-02-01', rule({ issue_offset_days: -3 }), 0).issue_on).toBe('2027-01-29')
  expect(periodOf('2027-02-01', rule({ timing: 'in_arrears', issue_offset_days: 5 }), 0).issue_on).toBe('2027-03-05')
})
it('fits only where a period can begin', () => {
  expect(fits('2027-02-28', rule({ anchor_day: 30 }))).toBe(true)
  expect(fits('2027-03-28', rule({ anchor_day: 30 }))).toBe(false)
  expect(fits('2027-03-28', rule({ anchor_day: 0 }))).toBe(true)
})
