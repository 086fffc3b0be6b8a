import { call, get } from '../../../lib/api/http'
import type { Indexation, IndexationInput, IndexationPreview, Indexations } from '../../../lib/api/types'

/** What a change of prices would do; changes nothing. */
export const previewIndexation = (change: IndexationInput, signal?: AbortSignal): Promise<IndexationPreview> =>
  call('POST', '/autogen/indexations/preview', { body: change, signal })

export const applyIndexation = (change: IndexationInput, idempotencyKey: string): Promise<Indexation> =>
  call('POST', '/autogen/indexations', { body: change, idempotencyKey })

/** Newest first. */
export const getIndexations = (pageToken: string, signal?: AbortSignal): Promise<Indexations> =>
  get('/autogen/indexations', { page_token: pageToken }, signal)

/** Takes it back before anything was invoiced at its prices. */
export const undoIndexation = (indexationId: string): Promise<Indexation> => call('POST', `/autogen/indexations/${indexationId}/undo`)
