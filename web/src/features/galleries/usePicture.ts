import { useEffect, useState } from 'react'
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
  const isPending = media.preview === 'pending'
  useEffect(() => {
    if (isPending) return () => setBroken(null)
  }, [isPending])
  const address = media[size]
  return { src: broken === address ? null : address, onError: () => setBroken(address) }
}

/** Whether making its previews again may help. */
export const canRetry = (media: Media, { src }: Picture): boolean => src === null && isPicture(media) && media.preview !== 'pending'
