// A line as it is typed: numbers are texts with a decimal comma until they are sent.
import type { AutogenDraft, AutogenLine, AutogenPatch, AutogenRule, VatCategory } from '../../../lib/api/types'
import { readDecimal, typedForm } from '../../../lib/decimal'
import { today } from '../../../lib/format'
import type { Complaints } from '../../profile/validate'
import { fits, type Rule } from '../rule'
import { wrongPlaceholder } from '../template'

export interface Typed {
  client_id: string | null
  unit_id: string | null
  service: string
  template: string
  /** Empty: that of the client. */
  language: '' | 'lv' | 'en'
  quantity: string
  unit: string
  unit_price: string
  vat_category: VatCategory
  vat_rate: string
  every_months: string
  /** "0" is the day of valid_from, "31" the last of the month. */
  anchor_day: string
  timing: AutogenRule['timing']
  issue_offset_days: string
  shift: AutogenRule['shift']
  valid_from: string | null
  valid_to: string | null
  join_key: string
  /** Empty: by the terms of the client. */
  term_days: string
  /** Empty: the service has nothing to do with visits. */
  visits_per_period: string
}

/** The first of the next month: what lines begin on most often. */
function nextMonth(): string {
  const [year = 0, month = 1] = today().split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

export const emptyDraft = (clientId: string | null, unitId: string | null): Typed => ({
  client_id: clientId, unit_id: unitId, service: '', template: '', language: '', quantity: '1', unit: 'mēn.', unit_price: '',
  vat_category: 'standard', vat_rate: '21', every_months: '1', anchor_day: '0', timing: 'in_advance', issue_offset_days: '0', shift: 'none',
  valid_from: nextMonth(), valid_to: null, join_key: '', term_days: '', visits_per_period: '',
})

export const typedOf = (line: AutogenLine): Typed => ({
  client_id: line.client_id,
  unit_id: line.unit_id,
  service: line.service,
  template: line.template,
  language: line.language === 'en' ? 'en' : 'lv',
  quantity: typedForm(line.quantity),
  unit: line.unit,
  unit_price: typedForm(line.unit_price),
  vat_category: line.vat_category,
  vat_rate: line.vat_rate,
  every_months: `${line.rule.every_months}`,
  anchor_day: `${line.rule.anchor_day}`,
  timing: line.rule.timing,
  issue_offset_days: `${line.rule.issue_offset_days}`,
  shift: line.rule.shift,
  valid_from: line.valid_from,
  valid_to: line.valid_to,
  join_key: line.join_key,
  term_days: line.term_days === null ? '' : `${line.term_days}`,
  visits_per_period: line.visits_per_period === 0 ? '' : `${line.visits_per_period}`,
})

const whole = (text: string, least: number, most: number): number | null => {
  const number = /^[-\u2212]?\d{1,4}$/.test(text.trim()) ? Number(text.trim().replace('\u2212', '-')) : NaN
  return number >= least && number <= most ? number : null
}

/** The rule as it is typed; null while it is none. */
export function ruleOf(draft: Typed): Rule | null {
  const every_months = whole(draft.every_months, 1, 120)
  const issue_offset_days = whole(draft.issue_offset_days, -366, 366)
  if (every_months === null || issue_offset_days === null) return null
  return { every_months, issue_offset_days, anchor_day: Number(draft.anchor_day), timing: draft.timing, shift: draft.shift }
}

type Body = Omit<AutogenDraft, 'client_id' | 'id'> & { client_id: string }

/** The whole line as the API takes it; complaints were looked at before. */
export const bodyOf = (draft: Typed): Body => ({
  client_id: draft.client_id ?? '',
  unit_id: draft.unit_id,
  service: draft.service.trim(),
  template: draft.template.trim(),
  language: draft.language === '' ? null : draft.language,
  quantity: readDecimal(draft.quantity, 3) ?? '',
  unit: draft.unit.trim(),
  unit_price: readDecimal(draft.unit_price, 6) ?? '',
  vat_category: draft.vat_category,
  vat_rate: draft.vat_rate,
  rule: ruleOf(draft) ?? { every_months: 0 },
  valid_from: draft.valid_from ?? '',
  valid_to: draft.valid_to,
  join_key: draft.join_key.trim(),
  term_days: draft.term_days.trim() === '' ? null : whole(draft.term_days, 0, 365),
  visits_per_period: whole(draft.visits_per_period, 0, 1000) ?? 0,
})

/** Only what changed. The client, the unit and the price are no part of it: the first two never change, the third has an act of its own. */
export function patchOf(before: Typed, now: Typed): AutogenPatch {
  const { client_id: _client, unit_id: _unit, unit_price: _price, ...body } = bodyOf(now)
  const old = bodyOf(before)
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => JSON.stringify(old[name as keyof Body]) !== JSON.stringify(value)))
}

export const isChanged = (before: Typed, now: Typed): boolean => JSON.stringify(bodyOf(before)) !== JSON.stringify(bodyOf(now))

/** What can be said without asking the server, by field. */
export function complaintsOf(draft: Typed): Complaints {
  const out = new Map<string, string>()
  const complain = (field: string, wrong: boolean, text: string): void => {
    if (wrong && !out.has(field)) out.set(field, text)
  }
  const quantity = readDecimal(draft.quantity, 3)
  const price = readDecimal(draft.unit_price, 6)
  const rule = ruleOf(draft)
  complain('client_id', draft.client_id === null, 'validation.required')
  complain('service', draft.service.trim() === '', 'validation.required')
  complain('template', draft.template.trim() === '', 'validation.required')
  complain('template', wrongPlaceholder(draft.template) !== null, 'autogen.wrongPlaceholder')
  complain('quantity', quantity === null || quantity === '0' || quantity.startsWith('-'), 'autogen.quantityWrong')
  complain('unit_price', draft.unit_price.trim() === '', 'validation.required')
  complain('unit_price', price === null || price.startsWith('-'), 'validation.price')
  complain('every_months', whole(draft.every_months, 1, 120) === null, 'autogen.monthsWrong')
  complain('issue_offset_days', whole(draft.issue_offset_days, -366, 366) === null, 'autogen.offsetWrong')
  complain('term_days', draft.term_days.trim() !== '' && whole(draft.term_days, 0, 365) === null, 'autogen.termWrong')
  complain('visits_per_period', draft.visits_per_period.trim() !== '' && whole(draft.visits_per_period, 0, 1000) === null, 'autogen.visitsWrong')
  complain('valid_from', draft.valid_from === null, 'validation.required')
  complain('anchor_day', rule !== null && draft.valid_from !== null && !fits(draft.valid_from, rule), 'reason.RULE_INVALID')
  complain('valid_to', draft.valid_to !== null && draft.valid_from !== null && draft.valid_to < draft.valid_from, 'validation.endBeforeStart')
  return out
}

/** Where the form shows what the server says about "rule.anchor_day". */
export const placeInForm = (path: string): string => path.replace(/^(line\.)?(rule\.)?/, '')
