// Changes told by the server: lists, open cards and galleries read anew without a reload.
import type { QueryClient } from '@tanstack/react-query'
import { refreshSources } from '../features/catalogue/rows/useRowSource'

interface CatalogueEvent {
  generation: number
  client_ids: string[]
  reset: boolean
}

const GATHER_MS = 400
/** What is read anew of a client that changed: first in keys of queries, before its id. */
const ofClient = ['card', 'galleries', 'media']
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000

/** Listens to /api/events for ever; reconnects with growing pauses and, after a gap, reads everything anew. */
export function listenToChanges(queries: QueryClient): () => void {
  let source: EventSource | null = null
  let retry = FIRST_RETRY_MS
  let gap = false
  let stopped = false
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let gatherTimer: ReturnType<typeof setTimeout> | undefined
  const changed = new Set<string>()
  let everything = false

  const flush = (): void => {
    gatherTimer = undefined
    refreshSources()
    void queries.invalidateQueries({ queryKey: ['facets'] })
    void queries.invalidateQueries({ queryKey: ['catalogue-status'] })
    for (const what of ofClient) {
      if (everything) void queries.invalidateQueries({ queryKey: [what] })
      else for (const id of changed) void queries.invalidateQueries({ queryKey: [what, id] })
    }
    everything = false
    changed.clear()
  }
  const gather = (): void => {
    gatherTimer ??= setTimeout(flush, GATHER_MS)
  }
  const open = (): void => {
    if (stopped) return
    source = new EventSource('/api/events')
    source.addEventListener('open', () => {
      retry = FIRST_RETRY_MS
      if (gap) {
        everything = true
        gather()
      }
      gap = false
    })
    source.addEventListener('catalogue', (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as CatalogueEvent
      for (const id of event.client_ids) changed.add(id)
      everything ||= event.reset
      gather()
    })
    source.addEventListener('error', () => {
      source?.close()
      gap = true
      clearTimeout(retryTimer)
      retryTimer = setTimeout(open, retry)
      retry = Math.min(retry * 2, LAST_RETRY_MS)
    })
  }
  open()
  return () => {
    stopped = true
    clearTimeout(retryTimer)
    clearTimeout(gatherTimer)
    source?.close()
  }
}
