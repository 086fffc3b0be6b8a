import { useRef, useState, type CSSProperties, type PointerEvent, type WheelEvent } from 'react'

const MOST = 8
const SWIPE_PX = 60

interface View {
  scale: number
  x: number
  y: number
}

const whole: View = { scale: 1, x: 0, y: 0 }

/** How near a picture is looked at, and where; it stays so from one picture to the next. */
export function useZoom(onSwipe: (step: 1 | -1) => void) {
  const [view, setView] = useState(whole)
  const from = useRef<{ x: number; y: number } | null>(null)
  const by = (factor: number): void =>
    setView(({ scale, x, y }) => {
      const next = Math.min(MOST, Math.max(1, scale * factor))
      return next === 1 ? whole : { scale: next, x: (x * next) / scale, y: (y * next) / scale }
    })
  const style: CSSProperties = { transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }
  const handlers = {
    onWheel: ({ deltaY }: WheelEvent) => by(deltaY < 0 ? 1.2 : 1 / 1.2),
    onDoubleClick: () => (view.scale > 1 ? setView(whole) : by(2.5)),
    onPointerDown: (event: PointerEvent) => {
      from.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: ({ clientX, clientY, buttons }: PointerEvent) => {
      const start = from.current
      if (!start || buttons === 0 || view.scale === 1) return
      setView(({ scale, x, y }) => ({ scale, x: x + clientX - start.x, y: y + clientY - start.y }))
      from.current = { x: clientX, y: clientY }
    },
    onPointerUp: ({ clientX, pointerType }: PointerEvent) => {
      const moved = clientX - (from.current?.x ?? clientX)
      from.current = null
      if (pointerType === 'touch' && view.scale === 1 && Math.abs(moved) > SWIPE_PX) onSwipe(moved < 0 ? 1 : -1)
    },
  }
  return { style, handlers, by, reset: () => setView(whole), near: view.scale > 1 }
}
