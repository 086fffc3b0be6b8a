import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { today } from '../../lib/format'
import { getDocuments } from './api/documents'
import { queryOf, type DocumentSearch } from './params'

const PAGE = 200

/** The documents that have come so far, what their clients are called, and how many fit. */
export function useDocuments(search: DocumentSearch) {
  const query = queryOf(search, today())
  const list = useInfiniteQuery({
    queryKey: ['documents', query],
    queryFn: ({ pageParam, signal }) => getDocuments(query, pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.documents) ?? [], [list.data])
  const names = useMemo(() => Object.assign({}, ...(list.data?.pages.map((page) => page.client_names) ?? [])) as Record<string, string>, [list.data])
  return { list, rows, names, count: list.data?.pages[0]?.count ?? null }
}
