// What a person edits: the writable fields of a client, and how to tell what was changed.
import type { Address, BankAccount, Channel, Client, Contact, Identifier, Kind, Notice } from '../../lib/api/types'

export interface Draft {
  kind: Kind
  name: string
  first_name: string
  last_name: string
  alias: string
  legal_form: string
  registered_on: string | null
  identifiers: Identifier[]
  addresses: Address[]
  channels: Channel[]
  contacts: Contact[]
  bank_accounts: BankAccount[]
  group_id: string | null
  industry_code: string
  industry_revision: string
  language: string
  responsible: string
  notice: Notice | null
  comment: string
  tags: string[]
}
export type DraftKey = keyof Draft

export const draftKeys = [
  'kind', 'name', 'first_name', 'last_name', 'alias', 'legal_form', 'registered_on', 'identifiers', 'addresses', 'channels',
  'contacts', 'bank_accounts', 'group_id', 'industry_code', 'industry_revision', 'language', 'responsible', 'notice',
  'comment', 'tags',
] as const satisfies readonly DraftKey[]

export const rowKeys = ['identifiers', 'addresses', 'channels', 'contacts', 'bank_accounts'] as const
export type RowKey = (typeof rowKeys)[number]
export type RowOf<K extends RowKey> = Draft[K][number]

export const isRowKey = (key: string): key is RowKey => (rowKeys as readonly string[]).includes(key)

export const emptyDraft: Draft = {
  kind: 'legal', name: '', first_name: '', last_name: '', alias: '', legal_form: '', registered_on: null, identifiers: [],
  addresses: [], channels: [], contacts: [], bank_accounts: [], group_id: null, industry_code: '', industry_revision: '',
  language: 'lv', responsible: '', notice: null, comment: '', tags: [],
}

export function draftOf(client: Client): Draft {
  const out: Record<string, unknown> = {}
  for (const key of draftKeys) out[key] = client[key]
  return structuredClone(out) as unknown as Draft
}

const NEW = 'new-'
/** Id of a row that is not saved yet; never sent. */
export const newRowId = (): string => NEW + crypto.randomUUID()
export const isNewRow = (id: string): boolean => id.startsWith(NEW)

/** Equal as JSON values; the order of keys does not matter, that of lists does. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => same(left[key], right[key]))
}

export const changedKeys = (base: Draft, draft: Draft): DraftKey[] => draftKeys.filter((key) => !same(base[key], draft[key]))

/** A row as it is sent: without the id of a row that is not there yet. */
function wireRow(row: { id: string }): unknown {
  const { id, ...rest } = row
  return isNewRow(id) ? rest : row
}

export function wireValue(draft: Draft, key: DraftKey): unknown {
  if (isRowKey(key)) return draft[key].map(wireRow)
  return draft[key]
}

/** Body of a PATCH: only what was changed. */
export function patchOf(base: Draft, draft: Draft): Record<string, unknown> {
  return Object.fromEntries(changedKeys(base, draft).map((key) => [key, wireValue(draft, key)]))
}

const legalOnly: readonly DraftKey[] = ['name', 'legal_form', 'registered_on']
const naturalOnly: readonly DraftKey[] = ['first_name', 'last_name']

/** Body of a POST: everything filled, without what belongs to the other kind of client. */
export function bodyOf(draft: Draft): Record<string, unknown> {
  const foreign = draft.kind === 'legal' ? naturalOnly : legalOnly
  const keys = draftKeys.filter((key) => key === 'kind' || (!foreign.includes(key) && !same(draft[key], emptyDraft[key])))
  return Object.fromEntries(keys.map((key) => [key, wireValue(draft, key)]))
}
