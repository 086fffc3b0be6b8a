import { beforeEach, expect, it, vi } from 'vitest'
import { ApiError } from './api/http'
import { uploadFile } from './upload'
import { addUploads, dropUpload, retryUpload, uploadStore } from './uploadQueue'

vi.mock('./upload')

interface Sent {
  file: File
  options: Parameters<typeof uploadFile>[1]
  done: (uploadId: string) => void
  fail: (error: unknown) => void
}

let sent: Sent[] = []
const fileOf = (name: string): File => new File(['x'], name)
const states = (): string[] => uploadStore.read().map(({ file, state }) => `${file.name} ${state}`)
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  for (const { id } of uploadStore.read()) dropUpload(id)
  sent = []
  vi.mocked(uploadFile).mockImplementation((file, options) => new Promise((done, fail) => sent.push({ file, options, done, fail })))
})

it('sends three at once and the next when one is done', async () => {
  const onUploaded = vi.fn(() => Promise.resolve())
  addUploads('here', ['a', 'b', 'c', 'd'].map(fileOf), { onUploaded, onFailed: vi.fn() })
  expect(states()).toEqual(['a sending', 'b sending', 'c sending', 'd waiting'])
  sent[1]?.done('upload-b')
  await settle()
  expect(states()).toEqual(['a sending', 'c sending', 'd sending'])
  expect(onUploaded).toHaveBeenCalledExactlyOnceWith(sent[1]?.file, 'upload-b')
})

it('tells that a connection broke until it goes on, and keeps its place meanwhile', () => {
  addUploads('here', ['a', 'b', 'c', 'd'].map(fileOf), { onUploaded: vi.fn(), onFailed: vi.fn() })
  sent[0]?.options?.onBreak?.()
  expect(states()).toEqual(['a broken', 'b sending', 'c sending', 'd waiting'])
  sent[0]?.options?.onProgress?.(1)
  expect(states()[0]).toBe('a sending')
})

it('does what the file is for once more, without sending it again', async () => {
  const onUploaded = vi.fn().mockRejectedValueOnce(new ApiError(503, { reason: 'PART_UNAVAILABLE' })).mockResolvedValueOnce(undefined)
  const onFailed = vi.fn()
  addUploads('here', [fileOf('a')], { onUploaded, onFailed })
  sent[0]?.done('upload-a')
  await settle()
  expect(states()).toEqual(['a failed'])
  expect(onFailed).toHaveBeenCalledTimes(1)
  retryUpload(uploadStore.read()[0]?.id ?? 0)
  await settle()
  expect(states()).toEqual([])
  expect(onUploaded.mock.calls.map((call) => call[1] as string)).toEqual(['upload-a', 'upload-a'])
  expect(sent).toHaveLength(1)
})

it('sends a file again whose upload is gone', async () => {
  const onUploaded = vi.fn().mockRejectedValueOnce(new ApiError(404, { reason: 'UPLOAD_NOT_FOUND' })).mockResolvedValueOnce(undefined)
  addUploads('here', [fileOf('a')], { onUploaded, onFailed: vi.fn() })
  sent[0]?.done('old')
  await settle()
  retryUpload(uploadStore.read()[0]?.id ?? 0)
  await settle()
  sent[1]?.done('new')
  await settle()
  expect(onUploaded.mock.calls.map((call) => call[1] as string)).toEqual(['old', 'new'])
})

it('stops one that is dropped, and makes room for the next', async () => {
  const onFailed = vi.fn()
  addUploads('here', ['a', 'b', 'c', 'd'].map(fileOf), { onUploaded: vi.fn(), onFailed })
  dropUpload(uploadStore.read()[0]?.id ?? 0)
  expect(sent[0]?.options?.signal?.aborted).toBe(true)
  sent[0]?.fail(new DOMException('', 'AbortError'))
  await settle()
  expect(states()).toEqual(['b sending', 'c sending', 'd sending'])
  expect(onFailed).not.toHaveBeenCalled()
})
