import { useInfiniteQuery } from '@tanstack/react-query'
import type { Media, MediaQuery } from '../../lib/api/types'
import { getMediaPage } from './api/media'

const PENDING_MS = 1_500

interface GalleryFiles {
  media: Media[] | undefined
  error: Error | null
  more: (() => void) | null
  refetch: () => void
}

/** The files of a gallery; while previews are being made they are read again. */
export function useGallery(query: MediaQuery): GalleryFiles {
  const pages = useInfiniteQuery({
    queryKey: ['media', query],
    queryFn: ({ pageParam, signal }) => getMediaPage(query, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_page_token || undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ media }) => media.some(({ preview }) => preview === 'pending')) ? PENDING_MS : false),
  })
  return {
    media: pages.data?.pages.flatMap(({ media }) => media),
    error: pages.error,
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    refetch: () => void pages.refetch(),
  }
}
