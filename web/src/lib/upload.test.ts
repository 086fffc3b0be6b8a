import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Window as BrowserWindow } from 'happy-dom'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { uploadFile } from './upload'

interface Held {
  size: number
  name: string
  content: Buffer
}

const MIB = 1024 * 1024
const uploads = new Map<string, Held>()
let log: string[] = []
/** Answers instead of the usual ones, by method; each is given once. */
let refusals: { method: string; status: number; reason?: string }[] = []
let server: Server

/** The least of a tus server: keeps what comes, tells how far it has come. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const method = request.method ?? ''
  log.push(`${method} ${String(request.headers['x-requested-by'])}`)
  const refusal = refusals.find((each) => each.method === method)
  if (refusal) {
    refusals = refusals.filter((each) => each !== refusal)
    response.writeHead(refusal.status, { 'content-type': 'application/problem+json' })
    response.end(refusal.reason ? JSON.stringify({ reason: refusal.reason, status: refusal.status }) : 'bad gateway')
    return
  }
  const id = request.url?.split('/').at(-1) ?? ''
  if (method === 'POST') {
    const made = `upload-${uploads.size + 1}`
    const name = Buffer.from(String(request.headers['upload-metadata']).split(' ')[1] ?? '', 'base64').toString()
    uploads.set(made, { size: Number(request.headers['upload-length']), name, content: Buffer.alloc(0) })
    response.writeHead(201, { location: `/api/uploads/${made}`, 'tus-resumable': '1.0.0' }).end()
    return
  }
  const held = uploads.get(id)
  if (!held) {
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ reason: 'UPLOAD_NOT_FOUND' }))
    return
  }
  if (method === 'PATCH') held.content = Buffer.concat([held.content, ...parts])
  if (method === 'DELETE') uploads.delete(id)
  response.writeHead(204, { 'tus-resumable': '1.0.0', 'upload-offset': `${held.content.length}`, 'upload-length': `${held.size}` }).end()
}

beforeEach(async () => {
  uploads.clear()
  localStorage.clear()
  log = []
  refusals = []
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ;(window as unknown as BrowserWindow).happyDOM.setURL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const fileOf = (bytes: number, name = 'līgums.pdf'): File => new File([new Uint8Array(bytes).fill(7)], name, { lastModified: 1 })

it('sends a file in pieces under its name, tells how far it is, and gives the id', async () => {
  const told: number[] = []
  expect(await uploadFile(fileOf(9 * MIB), { onProgress: (sent) => told.push(sent) })).toBe('upload-1')
  expect(log).toEqual(['POST sys', 'PATCH sys', 'PATCH sys'])
  expect(uploads.get('upload-1')?.name).toBe('līgums.pdf')
  expect(uploads.get('upload-1')?.content.equals(Buffer.alloc(9 * MIB, 7))).toBe(true)
  expect(told.at(-1)).toBe(9 * MIB)
})

it('goes on by itself where it broke off when the server was not there', async () => {
  refusals = [{ method: 'PATCH', status: 502 }]
  const onBreak = vi.fn()
  expect(await uploadFile(fileOf(100), { onBreak })).toBe('upload-1')
  expect(onBreak).toHaveBeenCalledTimes(1)
  expect(log.map((line) => line.split(' ')[0])).toEqual(['POST', 'PATCH', 'HEAD', 'PATCH'])
})

it('goes on with what was sent of the same file before, and begins anew when that is gone', async () => {
  refusals = [{ method: 'PATCH', status: 500 }]
  await expect(uploadFile(fileOf(100))).rejects.toMatchObject({ status: 500, reason: 'INTERNAL' })
  expect(await uploadFile(fileOf(100))).toBe('upload-1')
  refusals = [{ method: 'PATCH', status: 500 }]
  await expect(uploadFile(fileOf(200, 'plāns.pdf'))).rejects.toThrow()
  uploads.delete('upload-2')
  expect(await uploadFile(fileOf(200, 'plāns.pdf'))).toBe('upload-2')
  expect(log.filter((line) => line.startsWith('POST'))).toHaveLength(3)
})

it('makes another upload of a file that is being sent already', async () => {
  let second: Promise<string> | undefined
  const first = uploadFile(fileOf(9 * MIB), { onProgress: () => void (second ??= uploadFile(fileOf(9 * MIB))) })
  expect([await first, await second]).toEqual(['upload-1', 'upload-2'])
})

it('tells a refusal by its reason and does not ask again', async () => {
  refusals = [{ method: 'POST', status: 413, reason: 'FILE_TOO_LARGE' }]
  await expect(uploadFile(fileOf(100))).rejects.toMatchObject({ name: 'ApiError', status: 413, reason: 'FILE_TOO_LARGE' })
  refusals = [{ method: 'PATCH', status: 507, reason: 'STORAGE_FULL' }]
  await expect(uploadFile(fileOf(100))).rejects.toMatchObject({ status: 507, reason: 'STORAGE_FULL' })
  expect(log).toHaveLength(3)
})

it('sends nothing of a file that is empty or cannot be read', async () => {
  await expect(uploadFile(fileOf(0))).rejects.toMatchObject({ reason: 'FILE_EMPTY' })
  const gone = fileOf(10)
  gone.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotFoundError')) }) as Blob
  await expect(uploadFile(gone)).rejects.toMatchObject({ reason: 'FILE_UNREADABLE' })
  expect(log).toEqual([])
})

it('gives up what was sent when it is stopped', async () => {
  const stop = new AbortController()
  const sent = uploadFile(fileOf(9 * MIB), { signal: stop.signal, onProgress: (bytes) => bytes >= 8 * MIB && stop.abort() })
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' })
  await expect.poll(() => uploads.size).toBe(0)
  expect(localStorage.length).toBe(0)
})

it('goes on where it was when the time for it was over', async () => {
  const limit = new AbortController()
  const late = new DOMException('', 'TimeoutError')
  await expect(uploadFile(fileOf(9 * MIB), { signal: limit.signal, onProgress: (bytes) => bytes >= 8 * MIB && limit.abort(late) })).rejects.toMatchObject({ status: 408 })
  expect(uploads.size).toBe(1)
  log = []
  await uploadFile(fileOf(9 * MIB))
  expect(log).toEqual(['HEAD sys', 'PATCH sys'])
})
