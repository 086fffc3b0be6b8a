import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { CatalogueSearch } from './params'

const URL_DELAY_MS = 250

interface LiveSearch {
  search: CatalogueSearch
  change: (next: CatalogueSearch) => void
  /** Writes the URL at once. Leaving the list waits for it: of two navigations in one go the later swallows the earlier. */
  flush: () => Promise<void>
}

/** What is searched for, right now; the URL follows when typing pauses, and leads when Back is pressed. */
export function useLiveSearch(fromUrl: CatalogueSearch): LiveSearch {
  const navigate = useNavigate()
  const [search, setSearch] = useState(fromUrl)
  const urlKey = JSON.stringify(fromUrl)
  const written = useRef(urlKey)
  const waiting = useRef<{ search: CatalogueSearch; timer: ReturnType<typeof setTimeout> } | null>(null)
  const drop = useCallback(() => {
    clearTimeout(waiting.current?.timer)
    waiting.current = null
  }, [])
  const flush = useCallback(async () => {
    const next = waiting.current?.search
    drop()
    // Somebody has already gone elsewhere; the list must not pull them back.
    if (next === undefined || !/^\/(clients\/?)?$/.test(window.location.pathname)) return
    written.current = JSON.stringify(next)
    await navigate({ to: '/', search: next, replace: true })
  }, [drop, navigate])
  useEffect(() => {
    if (urlKey === written.current) return
    written.current = urlKey
    drop()
    setSearch(JSON.parse(urlKey) as CatalogueSearch)
  }, [drop, urlKey])
  useEffect(() => drop, [drop])
  const change = useCallback(
    (next: CatalogueSearch) => {
      setSearch(next)
      drop()
      waiting.current = { search: next, timer: setTimeout(() => void flush(), URL_DELAY_MS) }
    },
    [drop, flush],
  )
  return { search, change, flush }
}
