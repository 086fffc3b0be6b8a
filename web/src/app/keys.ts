// Keyboard shortcuts. The latest registered wins; a handler that returns false passes the key on.
import { useEffect, useRef } from 'react'

export type KeyMap = Record<string, (event: KeyboardEvent) => unknown>

const stack: { current: KeyMap }[] = []
const SEQUENCE_MS = 900
let prefix = ''
let prefixAt = 0

/** "Ctrl+ArrowLeft", "Shift+A", "?" … Cmd counts as Ctrl. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  const parts = []
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl')
  if (event.altKey) parts.push('Alt')
  if (event.shiftKey && (key.length > 1 || /[a-zāčēģīķļņšūž]/i.test(key))) parts.push('Shift')
  return [...parts, key].join('+')
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

function run(name: string, event: KeyboardEvent): boolean {
  for (let i = stack.length - 1; i >= 0; i--) {
    const handler = stack[i]?.current[name]
    if (handler && handler(event) !== false) {
      event.preventDefault()
      return true
    }
  }
  return false
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  // A button that goes grey while it works loses the focus: its keys must not act on the screen below the window.
  if (document.querySelector('dialog[open]')) return
  const name = keyName(event)
  const typing = isTyping(event.target)
  if (typing && !event.ctrlKey && !event.metaKey && event.key !== 'Escape') return
  const now = Date.now()
  if (prefix && now - prefixAt < SEQUENCE_MS && run(`${prefix} ${name}`, event)) {
    prefix = ''
    return
  }
  prefix = name
  prefixAt = now
  run(name, event)
}

if (typeof window !== 'undefined') window.addEventListener('keydown', onKeyDown)

/** Registers shortcuts while the component is on the screen. Plain keys do not fire while a person types in a field. */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    stack.push(latest)
    return () => {
      stack.splice(stack.indexOf(latest), 1)
    }
  }, [])
}
