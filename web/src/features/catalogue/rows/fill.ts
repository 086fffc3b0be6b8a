import type { Row } from '../../../lib/api/types'

export type FillRequest = { kind: 'load'; url: string } | { kind: 'take'; start: number; end: number }
export type FillReply =
  | { kind: 'loaded'; total: number; generation: number }
  | { kind: 'piece'; start: number; rows: Row[] }
  | { kind: 'failed' }

export interface FillSink {
  loaded: (total: number, generation: number) => void
  piece: (start: number, rows: Row[]) => void
  done: () => void
  failed: () => void
  /** Row the user looks at: pieces near it come first. */
  focus: () => number
}

const idle = (run: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 250 })
  else setTimeout(run, 16)
}

/** Order of the pieces: the one in focus, then alternately after and before it. */
export function pieceOrder(total: number, size: number, focus: number): number[] {
  const count = Math.ceil(total / size)
  const middle = Math.min(count - 1, Math.max(0, Math.floor(focus / size)))
  const out: number[] = []
  for (let step = 0; out.length < count; step++) {
    if (middle + step < count) out.push((middle + step) * size)
    if (step > 0 && middle - step >= 0) out.push((middle - step) * size)
  }
  return out
}

/** Brings all rows of a result into the sink in pieces of `size`; the returned function stops it. */
export function fill(url: string, size: number, sink: FillSink): () => void {
  const worker = new Worker(new URL('./fill.worker.ts', import.meta.url), { type: 'module' })
  let stopped = false
  let queue: number[] = []
  const stop = (): void => {
    stopped = true
    worker.terminate()
  }
  const send = (request: FillRequest): void => worker.postMessage(request)
  const next = (): void => {
    if (stopped) return
    const start = queue.shift()
    if (start === undefined) {
      stop()
      sink.done()
    } else send({ kind: 'take', start, end: start + size })
  }
  worker.addEventListener('message', (event: MessageEvent<FillReply>) => {
    const reply = event.data
    if (stopped) return
    if (reply.kind === 'loaded') {
      queue = pieceOrder(reply.total, size, sink.focus())
      sink.loaded(reply.total, reply.generation)
      idle(next)
    } else if (reply.kind === 'piece') {
      sink.piece(reply.start, reply.rows)
      idle(next)
    } else {
      stop()
      sink.failed()
    }
  })
  worker.addEventListener('error', () => {
    stop()
    sink.failed()
  })
  send({ kind: 'load', url })
  return stop
}
