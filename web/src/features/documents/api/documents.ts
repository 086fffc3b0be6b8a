import { call, get, getFile } from '../../../lib/api/http'
import type { Document, DocumentInput, DocumentPage } from '../../../lib/api/types'
import type { RegisterQuery } from '../params'

const path = (documentId: string): string => `/documents/${encodeURIComponent(documentId)}`

export const getDocuments = (query: RegisterQuery, pageToken: string, pageSize: number, signal?: AbortSignal): Promise<DocumentPage> =>
  get('/documents', { ...query, removed: query.removed ? 'true' : undefined, page_token: pageToken, page_size: pageSize }, signal)

export const getDocument = (documentId: string, signal?: AbortSignal): Promise<Document> => get(path(documentId), {}, signal)

/** Its chain, newest first. */
export const getVersions = (documentId: string, signal?: AbortSignal): Promise<{ documents: Document[] }> => get(`${path(documentId)}/versions`, {}, signal)

/** The id is the caller's, so that sending again what may have arrived makes one document. */
export const putDocument = (documentId: string, document: DocumentInput, etag?: string): Promise<Document> =>
  call('PUT', path(documentId), { body: document, ...(etag ? { etag } : {}) })

export const removeDocument = (document: Pick<Document, 'id' | 'etag'>): Promise<Document> => call('DELETE', path(document.id), { etag: document.etag })

export const restoreDocument = (documentId: string): Promise<Document> => call('POST', `${path(documentId)}/restore`)

/** The permanent link of its file. */
export const fileUrl = (documentId: string): string => `/api${path(documentId)}/file`

export const readDocumentFile = (documentId: string): Promise<File> => getFile(`${path(documentId)}/file`, {})

/** Everything of a client as one archive. */
export const zipUrl = (clientId: string, language: string): string => `/api/clients/${clientId}/files.zip?language=${language === 'en' ? 'en' : 'lv'}`
