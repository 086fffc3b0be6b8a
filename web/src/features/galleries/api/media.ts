import { call, get } from '../../../lib/api/http'
import type { Galleries, Media, MediaDetails, MediaInput, MediaPage, MediaQuery, PutMedia } from '../../../lib/api/types'

const path = (mediaId: string): string => `/media/${encodeURIComponent(mediaId)}`

export const getMediaPage = (query: MediaQuery, pageToken: string, signal?: AbortSignal): Promise<MediaPage> =>
  get('/media', { ...query, removed: query.removed ? 'true' : undefined, page_token: pageToken, page_size: 200 }, signal)

export const getMedia = (mediaId: string, signal?: AbortSignal): Promise<MediaDetails> => get(path(mediaId), {}, signal)

export const getGalleries = (clientId: string, signal?: AbortSignal): Promise<Galleries> => get(`/clients/${clientId}/galleries`, {}, signal)

/** The id is the caller's, so that sending again what may have arrived adds one file. */
export const putMedia = (mediaId: string, media: MediaInput, etag?: string): Promise<PutMedia> => call('PUT', path(mediaId), { body: media, ...(etag ? { etag } : {}) })

type Some = Promise<{ media: Media[] }>

export const moveMedia = (mediaIds: readonly string[], unitId: string): Some => call('POST', '/media/move', { body: { media_ids: mediaIds, unit_id: unitId } })

export const copyMedia = (mediaIds: readonly string[], unitId: string, idempotencyKey: string): Some =>
  call('POST', '/media/copy', { body: { media_ids: mediaIds, unit_id: unitId }, idempotencyKey })

export const removeMedia = (mediaIds: readonly string[]): Some => call('POST', '/media/remove', { body: { media_ids: mediaIds } })

export const restoreMedia = (mediaIds: readonly string[]): Some => call('POST', '/media/restore', { body: { media_ids: mediaIds } })

export const originalUrl = (mediaId: string): string => `/api${path(mediaId)}/original`

/** The gallery of a unit as one archive. */
export const zipUrl = (unitId: string, language: string): string => `/api/units/${unitId}/files.zip?language=${language === 'en' ? 'en' : 'lv'}`
