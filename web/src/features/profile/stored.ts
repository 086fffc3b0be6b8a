// An unfinished profile kept in this browser, so that a closed tab or a lost session costs nothing.
import { readStored, writeStored } from '../../lib/stored'
import type { Draft } from './draft'

export interface StoredDraft {
  /** Etag the edit began from; null for a new client. */
  etag: string | null
  base: Draft
  draft: Draft
  settings: Record<string, string | null>
  savedAt: string
}

const isStoredDraft = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'base' in value && 'draft' in value && 'etag' in value && 'settings' in value

const keyOf = (clientId: string | null): string => `sys.draft:${clientId ?? 'new'}`

export const readDraft = (clientId: string | null): StoredDraft | null =>
  readStored<StoredDraft | null>(keyOf(clientId), null, isStoredDraft)

/** Numbers of natural persons are not left lying in the browser. */
export function withoutPersonalCodes(draft: Draft): Draft {
  return {
    ...draft,
    identifiers: draft.identifiers.map((row) => (row.type === 'lv_personal_code' ? { ...row, value: null } : row)),
  }
}

export const storeDraft = (clientId: string | null, stored: StoredDraft): void =>
  writeStored(keyOf(clientId), { ...stored, base: withoutPersonalCodes(stored.base), draft: withoutPersonalCodes(stored.draft) })

export const dropDraft = (clientId: string | null): void => writeStored(keyOf(clientId), null)
