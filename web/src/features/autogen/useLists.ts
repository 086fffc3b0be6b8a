import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { getPeriods } from './api/ledger'
import { getLines } from './api/lines'
import { lineQuery, periodQuery, type LineSearch, type PeriodSearch } from './params'

const PAGE = 200

/** The lines that have come so far, and how many fit. */
export function useLines(search: LineSearch) {
  const query = lineQuery(search)
  const list = useInfiniteQuery({
    queryKey: ['autogen', 'lines', query],
    queryFn: ({ pageParam, signal }) => getLines(query, pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.lines) ?? [], [list.data])
  return { list, rows, count: list.data?.pages[0]?.count ?? null }
}

/** The rows of the ledger that have come so far; how many there are nobody counts. */
export function usePeriods(search: PeriodSearch) {
  const query = periodQuery(search)
  const list = useInfiniteQuery({
    queryKey: ['autogen', 'periods', query],
    queryFn: ({ pageParam, signal }) => getPeriods(query, pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.periods) ?? [], [list.data])
  return { list, rows }
}
