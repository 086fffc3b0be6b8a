import { useEffect, useState, type RefCallback } from 'react'

const SETTLED_MS = 250

interface Settled {
  ref: RefCallback<Element>
  /** It has stayed in view for a moment, once. */
  settled: boolean
}

/** Tells what is looked at from what flies by while a person scrolls: work for the latter would hold up the scrolling. */
export function useSettled(): Settled {
  const [element, ref] = useState<Element | null>(null)
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    if (!element || settled) return
    let timer: number | undefined
    let isFirst = true
    const observer = new IntersectionObserver(([entry]) => {
      window.clearTimeout(timer)
      // What is in view from the start was not scrolled to.
      if (entry?.isIntersecting) timer = window.setTimeout(() => setSettled(true), isFirst ? 0 : SETTLED_MS)
      isFirst = false
    })
    observer.observe(element)
    return () => {
      window.clearTimeout(timer)
      observer.disconnect()
    }
  }, [element, settled])
  return { ref, settled }
}
