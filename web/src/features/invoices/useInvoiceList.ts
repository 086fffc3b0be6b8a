import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { today } from '../../lib/format'
import { getInvoices } from './api/invoices'
import { queryOf, type InvoiceSearch } from './params'

const PAGE = 200

/** The rows that have come so far, and the totals of the whole filter. */
export function useInvoiceList(search: InvoiceSearch) {
  const query = queryOf(search, today())
  const list = useInfiniteQuery({
    queryKey: ['invoices', query],
    queryFn: ({ pageParam, signal }) => getInvoices(query, pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.invoices) ?? [], [list.data])
  return { list, rows, totals: list.data?.pages[0]?.totals ?? null }
}
