import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { FillReply, FillRequest } from './fill'
import { BLOCK, FILL_LIMIT, RowSource } from './source'

let total = FILL_LIMIT + 1
let answers: string[] = []
let failing = false

/** Answers as fill.worker.ts does: what repeats at once, the rest when asked for. */
class FakeWorker {
  private heard: (event: { data: FillReply }) => void = () => undefined
  addEventListener(kind: string, heard: (event: { data: FillReply }) => void): void {
    if (kind === 'message') this.heard = heard
  }
  postMessage(request: FillRequest): void {
    const repeated = { kind: { values: ['legal'], of: new Uint16Array(total) } }
    const ids = Array.from({ length: total }, (_, i) => `t${i}`)
    if (request.kind === 'load') this.heard({ data: { kind: 'loaded', total, columns: repeated, left: ['id'] } })
    else this.heard({ data: { kind: 'column', name: request.name, column: ids } })
  }
  terminate(): void {
    this.heard = () => undefined
  }
}

beforeEach(() => {
  total = FILL_LIMIT + 1
  answers = []
  failing = false
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('fetch', (url: string) => {
    answers.push(url)
    if (failing) return Promise.resolve(new Response(JSON.stringify({ reason: 'PART_UNAVAILABLE' }), { status: 503 }))
    const query = new URL(url, 'http://x').searchParams
    const offset = Number(query.get('offset'))
    const items = Array.from({ length: Number(query.get('limit')) }, (_, i) => ({ id: `c${offset + i}`, unit: null, matched: null }))
    return Promise.resolve(new Response(JSON.stringify({ total, took_ms: 1, generation: 1, recognised_as: 'all', degraded: false, items })))
  })
})
afterEach(() => vi.unstubAllGlobals())

const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20))

it('fetches what is in view and its neighbours, each block once', async () => {
  const source = new RowSource({}, new QueryClient())
  source.show(0, 40)
  await settled()
  source.show(50_000, 50_040)
  source.show(50_008, 50_048)
  await settled()
  expect(source.row(50_000)?.id).toBe('c50000')
  expect(source.read().total).toBe(total)
  expect(new Set(answers).size).toBe(answers.length)
})

it('keeps the rows it has when the catalogue stops answering, and heals on refresh', async () => {
  const source = new RowSource({}, new QueryClient())
  source.show(0, 40)
  await settled()
  failing = true
  source.refresh()
  await settled()
  expect(source.read().error?.reason).toBe('PART_UNAVAILABLE')
  expect(source.row(0)?.id).toBe('c0')
  failing = false
  source.refresh()
  await settled()
  expect(source.read().error).toBeNull()
})

it('gives a row that is not here yet, and nothing past the end', async () => {
  const source = new RowSource({}, new QueryClient())
  expect((await source.loadRow(BLOCK * 3 + 5))?.id).toBe(`c${BLOCK * 3 + 5}`)
  expect(await source.loadRow(-1)).toBeUndefined()
})

it('fetches old rows anew when they come into view, and shows them until then', async () => {
  const source = new RowSource({}, new QueryClient())
  source.show(0, 40)
  source.show(1_000, 1_040)
  await settled()
  source.refresh()
  await settled()
  answers = []
  expect(source.row(0)?.id).toBe('c0')
  source.show(0, 40)
  await settled()
  expect(answers.some((url) => url.includes('offset=0&'))).toBe(true)
})

it('brings a result that is not too large here whole, and asks for no more of it', async () => {
  total = 1_000
  const source = new RowSource({}, new QueryClient())
  source.subscribe(() => undefined)
  source.show(0, 40)
  await vi.waitFor(() => expect(source.row(500)).toEqual({ id: 't500', kind: 'legal' }))
  answers = []
  source.show(600, 640)
  await settled()
  expect(answers).toEqual([])
  expect([source.row(999)?.id, source.row(1_000), source.indexOf('t700')]).toEqual(['t999', undefined, 700])
})
