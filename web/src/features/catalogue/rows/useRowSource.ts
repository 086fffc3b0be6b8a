import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { QueryClient } from '@tanstack/react-query'
import { rowQuery, type CatalogueSearch } from '../params'
import { RowSource, type SourceState } from './source'

const KEPT = 6
const kept = new Map<string, RowSource>()

/** The source of a result; the last few are kept, so that Back shows its rows at once. */
export function sourceOf(search: CatalogueSearch, queries: QueryClient): RowSource {
  const query = rowQuery(search)
  const key = JSON.stringify(query)
  const found = kept.get(key)
  const source = found ?? new RowSource(query, queries)
  kept.delete(key)
  kept.set(key, source)
  if (kept.size > KEPT) {
    const oldest = kept.keys().next().value
    if (oldest !== undefined) kept.delete(oldest)
  }
  return source
}

/** After a change told by the server: every kept result reads anew. */
export function refreshSources(): void {
  for (const source of kept.values()) source.refresh()
}

interface Shown {
  source: RowSource
  state: SourceState
  /** True while the rows of another query are still shown. */
  outdated: boolean
  error: SourceState['error']
  retry: () => void
}

/** Rows for a search; until its first rows are here, those of the search before stay. */
export function useRowSource(search: CatalogueSearch): Shown {
  const queries = useQueryClient()
  const wanted = sourceOf(search, queries)
  const wantedState = useSyncExternalStore(wanted.subscribe, wanted.read)
  const [last, setLast] = useState(wanted)
  const ready = wantedState.total !== null
  if (ready && last !== wanted) setLast(wanted)
  useEffect(() => {
    wanted.show(0, 1)
  }, [wanted])
  const source = ready ? wanted : last
  return {
    source,
    state: source === wanted ? wantedState : source.read(),
    outdated: source !== wanted,
    error: wantedState.error,
    retry: () => wanted.refresh(),
  }
}
