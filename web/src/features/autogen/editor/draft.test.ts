import { expect, it } from 'vitest'
import { bodyOf, complaintsOf, emptyDraft, patchOf, placeInForm, type Typed } from './draft'

const draft = (part: Partial<Typed> = {}): Typed => ({
  ...emptyDraft('0d4c0b52-9f5a-4a55-8a39-4b9c7c2a9e10', null), service: 'Apkope', template: 'Apkope {periods}', unit_price: '12,50', valid_from: '2027-01-01', ...part,
})

it('is sent as the API takes it', () => {
  expect(bodyOf(draft({ quantity: '1,5', term_days: '10', issue_offset_days: '\u22125' }))).toMatchObject({
    quantity: '1.5', unit_price: '12.5', term_days: 10, language: null, rule: { every_months: 1, anchor_day: 0, issue_offset_days: -5 },
  })
  expect(bodyOf(draft()).term_days).toBeNull()
  expect([draft(), draft({ visits_per_period: '4' })].map((each) => bodyOf(each).visits_per_period)).toEqual([0, 4])
})
it('sends of a change only what changed', () => {
  expect(patchOf(draft(), draft({ service: 'Serviss', unit_price: '99' }))).toEqual({ service: 'Serviss' })
  expect(patchOf(draft({ valid_to: '2027-12-31' }), draft())).toEqual({ valid_to: null })
  expect(Object.keys(patchOf(draft(), draft({ shift: 'after' })))).toEqual(['rule'])
})
it.each<[Partial<Typed>, string, string]>([
  [{ client_id: null }, 'client_id', 'validation.required'],
  [{ template: 'Apkope {menesis}' }, 'template', 'autogen.wrongPlaceholder'],
  [{ quantity: '0' }, 'quantity', 'autogen.quantityWrong'],
  [{ unit_price: '-1' }, 'unit_price', 'validation.price'],
  [{ every_months: '0' }, 'every_months', 'autogen.monthsWrong'],
  [{ issue_offset_days: '1,5' }, 'issue_offset_days', 'autogen.offsetWrong'],
  [{ term_days: '366' }, 'term_days', 'autogen.termWrong'],
  [{ visits_per_period: '1001' }, 'visits_per_period', 'autogen.visitsWrong'],
  [{ anchor_day: '15' }, 'anchor_day', 'reason.RULE_INVALID'],
  [{ valid_to: '2026-12-31' }, 'valid_to', 'validation.endBeforeStart'],
])('complains about %j at its field', (part, field, text) => {
  expect([...complaintsOf(draft(part))]).toEqual([[field, text]])
})
it('has nothing to say about a good line', () => expect(complaintsOf(draft()).size).toBe(0))
it('finds the field that the server means', () => expect(['line.rule.anchor_day', 'rule.every_months', 'template'].map(placeInForm)).toEqual(['anchor_day', 'every_months', 'template']))
