import { useState } from 'react'
import type { Media } from '../../lib/api/types'
import { isPicture } from './media'

export interface Picture {
  /** Its address; null when there is none that can be shown. */
  src: string | null
  onError: () => void
}

/** A preview of a file. One that could not be shown is tried again when previews were made again. */
export function usePicture(media: Media, size: 'thumb' | 'screen'): Picture {
  const [broken, setBroken] = useState<string | null>(null)
  const tried = `${media[size]} ${media.preview}`
  return { src: broken === tried ? null : media[size], onError: () => setBroken(tried) }
}

/** Whether making its previews again may help. */
export const canRetry = (media: Media, { src }: Picture): boolean => src === null && isPicture(media) && media.preview !== 'pending'
