import { useCallback, useRef } from 'react'

/** A key for a request: the same content sent twice stays one act, changed content is another. */
export function useRequestKey(): (content: unknown) => string {
  const last = useRef({ content: '', key: '' })
  return useCallback((content) => {
    const text = JSON.stringify(content)
    if (last.current.content !== text || last.current.key === '') last.current = { content: text, key: crypto.randomUUID() }
    return last.current.key
  }, [])
}
