import { call, get, queryString } from '../../../lib/api/http'
import { allPages } from '../../../lib/api/pages'
import type { Galleries, Media, MediaDetails, MediaInput, MediaPage, MediaQuery, PutMedia } from '../../../lib/api/types'

type Some = { media: Media[] }

const path = (mediaId: string): string => `/media/${encodeURIComponent(mediaId)}`

/** Every file that fits, last taken first. */
export const getAllMedia = (query: MediaQuery, signal?: AbortSignal): Promise<Media[]> =>
  allPages(
    (token) => get<MediaPage>('/media', { ...query, removed: query.removed ? 'true' : undefined, page_size: 1000, page_token: token }, signal),
    (page) => page.media,
  )

export const getMedia = (mediaId: string, signal?: AbortSignal): Promise<MediaDetails> => get(path(mediaId), {}, signal)

export const getGalleries = (clientId: string, signal?: AbortSignal): Promise<Galleries> => get(`/clients/${clientId}/galleries`, {}, signal)

/** The id is the caller's, so that sending again what may have arrived makes one file. */
export const putMedia = (mediaId: string, media: MediaInput, etag?: string): Promise<PutMedia> => call('PUT', path(mediaId), { body: media, ...(etag ? { etag } : {}) })

export const moveMedia = (ids: string[], unitId: string): Promise<Some> => call('POST', '/media/move', { body: { media_ids: ids, unit_id: unitId } })

export const copyMedia = (ids: string[], unitId: string, idempotencyKey: string): Promise<Some> =>
  call('POST', '/media/copy', { body: { media_ids: ids, unit_id: unitId }, idempotencyKey })

export const removeMedia = (ids: string[]): Promise<Some> => call('POST', '/media/remove', { body: { media_ids: ids } })

export const restoreMedia = (ids: string[]): Promise<Some> => call('POST', '/media/restore', { body: { media_ids: ids } })

/** Has previews made again that were refused, or cannot be shown. */
export const remakePreviews = (ids: string[]): Promise<Some> => call('POST', '/media/remake-previews', { body: { media_ids: ids } })

/** The file as it came. */
export const originalUrl = (mediaId: string): string => `/api${path(mediaId)}/original`

/** Files that can be named for an archive. */
export const MAX_ZIPPED = 150

/** The gallery of a unit as one archive, or what is named of it. */
export const zipUrl = (unitId: string, language: string, ids: string[] = []): string =>
  `/api/units/${unitId}/files.zip${queryString({ language: language === 'en' ? 'en' : 'lv', media_id: ids })}`
