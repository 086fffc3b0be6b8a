// What the register of documents shows, as the URL says it.
import type { DocumentsQuery, DocumentType } from '../../lib/api/types'
import { reader, UUID, withoutEmpty } from '../../lib/search'
import { documentTypes } from './draft'

/** Those whose last day is near, and those whose last day is over. */
export const ends = ['soon', 'over'] as const

/** Search part of the URL; everything may be left out. */
export interface DocumentSearch {
  client?: string
  type?: DocumentType
  ends?: (typeof ends)[number]
  /** Those that were deleted instead of those that are there. */
  bin?: true
}

/** Where a document was opened from, and Escape leads back to: the register as it was, or the card of a client. */
export interface OriginSearch extends DocumentSearch {
  card?: true
}

/** What the register asks the API for. */
export type RegisterQuery = Pick<DocumentsQuery, 'client_id' | 'type' | 'valid_since' | 'valid_until' | 'removed' | 'sort'>

const SOON_DAYS = 30
const DAY_MS = 86_400_000

/** Reads the URL's search part; what it does not know or understand is dropped. */
export function readDocumentSearch(raw: Record<string, unknown>): DocumentSearch {
  const { oneOf, fits, flag } = reader(raw)
  return withoutEmpty({
    client: fits('client', UUID),
    type: oneOf('type', documentTypes),
    ends: oneOf('ends', ends),
    bin: flag('bin'),
  })
}

/** The same with where it came from. */
export const readOriginSearch = (raw: Record<string, unknown>): OriginSearch => withoutEmpty({ ...readDocumentSearch(raw), card: reader(raw).flag('card') })

const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** The same as the API takes it: by title, or those that end by their last day. */
export const queryOf = (search: DocumentSearch, today: string): RegisterQuery => ({
  client_id: search.client,
  type: search.type && [search.type],
  ...(search.ends === 'soon' && { valid_since: today, valid_until: dayAfter(today, SOON_DAYS) }),
  ...(search.ends === 'over' && { valid_until: dayAfter(today, -1) }),
  ...(search.bin && { removed: true }),
  sort: search.ends ? 'valid_to' : 'title',
})
