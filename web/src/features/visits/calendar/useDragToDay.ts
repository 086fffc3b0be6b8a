import { useEffect, useRef, useState, type PointerEvent } from 'react'

/** Less than this is a press and no drag. */
const SLACK_PX = 6

interface Pressed {
  id: string
  x: number
  y: number
  isDragged: boolean
}

export interface Drag {
  id: string
  /** How far it is from where it was, pixels. */
  dx: number
  dy: number
  /** The day below the pointer. */
  over: string | null
}

const dayAt = ({ clientX, clientY }: PointerEvent): string | null => {
  const below = document.elementsFromPoint(clientX, clientY)
  return below.map((element) => (element instanceof HTMLElement ? element.dataset.day : undefined)).find((day) => day !== undefined) ?? null
}

/** Dragging by mouse, pen or finger onto an element with `data-day`; Escape lets go. `handlers` are for what can be dragged. */
export function useDragToDay(onDrop: (id: string, day: string) => void) {
  const [drag, setDrag] = useState<Drag | null>(null)
  const pressed = useRef<Pressed | null>(null)
  const isDragged = drag !== null
  const letGo = (): void => {
    pressed.current = null
    setDrag(null)
  }
  useEffect(() => {
    if (!isDragged) return
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      letGo()
    }
    // Before the keys of the screen hear of it: Escape would leave the page.
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [isDragged])

  const handlers = (id: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      pressed.current = { id, x: event.clientX, y: event.clientY, isDragged: false }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      const from = pressed.current
      if (!from) return
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y]
      if (!from.isDragged && Math.hypot(dx, dy) < SLACK_PX) return
      from.isDragged = true
      setDrag({ id, dx, dy, over: dayAt(event) })
    },
    onPointerUp: (event: PointerEvent<HTMLElement>): void => {
      const day = pressed.current?.isDragged ? dayAt(event) : null
      letGo()
      if (day !== null) onDrop(id, day)
    },
    onPointerCancel: letGo,
  })
  return { drag, handlers }
}
