import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Media, Unit } from '../../lib/api/types'
import { getAllMedia } from './api/media'
import type { GallerySearch } from './params'
import { pendingInterval } from './pending'

/** The files of a gallery that fit; read again while previews are being made. */
export function useGallery({ id, client_id }: Unit, { visit, bin }: GallerySearch): UseQueryResult<Media[]> {
  const [untilMade] = useState(pendingInterval)
  return useQuery({
    queryKey: ['media', client_id, id, visit ?? null, bin ?? false],
    queryFn: ({ signal }) => getAllMedia({ unit_id: id, visit_id: visit, removed: bin }, signal),
    placeholderData: (before, query) => (query?.queryKey[2] === id && query.queryKey[4] === (bin ?? false) ? keepPreviousData(before) : undefined),
    refetchInterval: ({ state }) => untilMade(state.data),
  })
}
