// Brings all rows of a result here without losing a frame: a worker fetches and parses, then hands over a column at a time.
import { RowTable, type Column } from './table'

export type FillRequest = { kind: 'load'; url: string } | { kind: 'take'; name: string }
export type FillReply =
  | { kind: 'loaded'; total: number; columns: Record<string, Column>; left: string[] }
  | { kind: 'column'; name: string; column: Column }
  | { kind: 'failed' }

export interface FillSink {
  /** How many rows there are; the rows themselves come with `done`. */
  loaded: (total: number) => void
  done: (table: RowTable) => void
  failed: () => void
}

const idle = (run: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 100 })
  else setTimeout(run, 16)
}

/** Brings all rows of a result into the sink; the returned function stops it. */
export function fill(url: string, sink: FillSink): () => void {
  const worker = new Worker(new URL('./fill.worker.ts', import.meta.url), { type: 'module' })
  const columns: Record<string, Column> = {}
  let total = 0
  let left: string[] = []
  let stopped = false
  const stop = (): void => {
    stopped = true
    worker.terminate()
  }
  const fail = (): void => {
    stop()
    sink.failed()
  }
  const send = (request: FillRequest): void => worker.postMessage(request)
  const next = (): void => {
    if (stopped) return
    const name = left.pop()
    if (name !== undefined) send({ kind: 'take', name })
    else {
      stop()
      sink.done(new RowTable(total, columns))
    }
  }
  worker.addEventListener('message', ({ data }: MessageEvent<FillReply>) => {
    if (stopped) return
    if (data.kind === 'failed') fail()
    else {
      if (data.kind === 'loaded') {
        ;({ total, left } = data)
        Object.assign(columns, data.columns)
        sink.loaded(total)
      } else columns[data.name] = data.column
      idle(next)
    }
  })
  worker.addEventListener('error', fail)
  send({ kind: 'load', url })
  return stop
}
