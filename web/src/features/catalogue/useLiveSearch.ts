import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { CatalogueSearch } from './params'

const URL_DELAY_MS = 250

/** What is searched for, right now; the URL follows when typing pauses, and leads when Back is pressed. */
export function useLiveSearch(fromUrl: CatalogueSearch): [CatalogueSearch, (next: CatalogueSearch) => void] {
  const navigate = useNavigate()
  const [live, setLive] = useState(fromUrl)
  const urlKey = JSON.stringify(fromUrl)
  const written = useRef(urlKey)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (urlKey === written.current) return
    written.current = urlKey
    clearTimeout(timer.current)
    setLive(JSON.parse(urlKey) as CatalogueSearch)
  }, [urlKey])
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = useCallback(
    (next: CatalogueSearch) => {
      setLive(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        written.current = JSON.stringify(next)
        void navigate({ to: '/', search: next, replace: true })
      }, URL_DELAY_MS)
    },
    [navigate],
  )
  return [live, change]
}
