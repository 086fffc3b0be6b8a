import { call } from '../../../lib/api/http'
import type { MediaInput } from '../../../lib/api/types'

/** The id is made on the device, so that sending again what may have arrived adds one. */
export const putMedia = (mediaId: string, media: MediaInput, signal: AbortSignal): Promise<unknown> => call('PUT', `/media/${mediaId}`, { body: media, signal })
