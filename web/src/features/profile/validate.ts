// What can be said about a draft without asking the server, and where in the form it belongs.
import type { Draft } from './draft'

export const sections = [
  'identity', 'registration', 'addresses', 'contacts', 'bank', 'grouping', 'settings', 'notes',
] as const
export type SectionName = (typeof sections)[number]

const sectionOfKey: Record<string, SectionName> = {
  kind: 'identity', name: 'identity', first_name: 'identity', last_name: 'identity', alias: 'identity', legal_form: 'identity',
  identifiers: 'registration', registered_on: 'registration', addresses: 'addresses', channels: 'contacts', contacts: 'contacts',
  bank_accounts: 'bank', group_id: 'grouping', industry_code: 'grouping', industry_revision: 'grouping', language: 'grouping',
  responsible: 'grouping', tags: 'grouping', settings: 'settings', notice: 'notes', comment: 'notes',
}

export const sectionOf = (path: string): SectionName => sectionOfKey[path.split('.')[0] ?? ''] ?? 'identity'

/** Path ("channels.2.value") → key of the complaint's text. */
export type Complaints = ReadonlyMap<string, string>

export function complaintsOf(draft: Draft): Complaints {
  const out = new Map<string, string>()
  const need = (path: string, value: string | null): void => {
    if ((value ?? '').trim() === '') out.set(path, 'validation.required')
  }
  if (draft.kind === 'legal') need('name', draft.name)
  else if (draft.first_name.trim() === '' && draft.last_name.trim() === '') out.set('last_name', 'validation.personName')
  draft.identifiers.forEach((row, i) => {
    // A masked number is known to the server although it is not here.
    if (row.value !== null || row.shown === '') need(`identifiers.${i}.value`, row.value)
  })
  draft.addresses.forEach((row, i) => need(`addresses.${i}.line`, row.line))
  draft.channels.forEach((row, i) => need(`channels.${i}.value`, row.value))
  draft.contacts.forEach((row, i) => need(`contacts.${i}.name`, row.name))
  draft.bank_accounts.forEach((row, i) => need(`bank_accounts.${i}.iban`, row.iban))
  if (draft.notice) need('notice.text', draft.notice.text)
  const spans: [string, string | null, string | null][] = [
    ...draft.identifiers.map((row, i): [string, string | null, string | null] => [`identifiers.${i}.valid_to`, row.valid_from, row.valid_to]),
    ...draft.addresses.map((row, i): [string, string | null, string | null] => [`addresses.${i}.valid_to`, row.valid_from, row.valid_to]),
    ['notice.valid_to', draft.notice?.valid_from ?? null, draft.notice?.valid_to ?? null],
  ]
  for (const [path, from, to] of spans) if (from && to && to < from) out.set(path, 'validation.endBeforeStart')
  return out
}

export function countBySection(paths: Iterable<string>): ReadonlyMap<SectionName, number> {
  const out = new Map<SectionName, number>()
  for (const path of paths) out.set(sectionOf(path), (out.get(sectionOf(path)) ?? 0) + 1)
  return out
}
