// What is typed of a document, and what is sent of it.
import type { Document, DocumentInput, DocumentType } from '../../lib/api/types'

export const documentTypes = [
  'contract', 'annex', 'offer', 'act', 'power_of_attorney', 'licence', 'certificate', 'insurance', 'identity', 'consent', 'letter', 'plan', 'other',
] as const satisfies readonly DocumentType[]

export type DocumentDraft = Pick<Document, 'type' | 'title' | 'number' | 'dated_on' | 'valid_from' | 'valid_to' | 'client_ids' | 'unit_id' | 'note'> & {
  /** Of a link only. */
  url: string
}

const empty: DocumentDraft = {
  type: 'other', title: '', number: '', dated_on: null, valid_from: null, valid_to: null, client_ids: [], unit_id: null, note: '', url: '',
}
export const draftKeys = Object.keys(empty) as (keyof DocumentDraft)[]

export const newDraft = (clientId: string, type: DocumentType = 'contract'): DocumentDraft => ({ ...empty, type, client_ids: [clientId] })

export const draftOf = (document: Document): DocumentDraft =>
  Object.fromEntries(draftKeys.map((key) => [key, document[key] ?? empty[key]])) as unknown as DocumentDraft

/** The one that will come in place of a document: the same but for its number, days and content. */
export const nextVersionOf = (document: Document): DocumentDraft => ({ ...draftOf(document), number: '', dated_on: null, valid_from: null, valid_to: null, url: '' })

/** The name of a file without its ending. */
export const titleOf = (fileName: string): string => fileName.replace(/(?<=.)\.[^.\s]{1,10}$/, '')

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Which fields differ. */
export const changedKeys = (before: DocumentDraft, after: DocumentDraft): (keyof DocumentDraft)[] => draftKeys.filter((key) => !isSame(before[key], after[key]))

export function inputOf(draft: DocumentDraft, content: { uploadId?: string; supersedesId: string | null }): DocumentInput {
  return {
    ...draft,
    title: draft.title.trim(),
    number: draft.number.trim(),
    note: draft.note.trim(),
    url: draft.url.trim() || null,
    upload_id: content.uploadId ?? null,
    supersedes_id: content.supersedesId,
  }
}
