// Sending a file in pieces (tus 1.0), so that a break loses little. What the file is for is said by the act that names its upload.
import { Upload, type DetailedError } from 'tus-js-client'
import { ApiError } from './api/http'

const CHUNK_BYTES = 8 * 1024 * 1024
/** Pauses before asking again, ms; whatever was sent since counts them anew. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000, 30_000]
/** Answers, and 0 for none, after which the same request may go well: the server was not there, or an older request still holds the upload. */
const PASSING: ReadonlySet<number> = new Set([0, 408, 409, 423, 429, 502, 503, 504])

/** Addresses that this page is sending to: the same file sent twice is two uploads. */
const sending = new Set<string>()

interface Options {
  /** Bytes that have been sent so far. */
  onProgress?: (sent: number) => void
  /** The connection broke; it goes on by itself after a pause. */
  onBreak?: () => void
  /** Stops it. What was sent is given up, unless its time is over: then the next try goes on where this one was. */
  signal?: AbortSignal
}

const statusOf = (error: DetailedError): number => error.originalResponse?.getStatus() ?? 0

/** Sends a file and returns the id of its upload; one that broke off earlier goes on. Rejects with an ApiError, or as `signal` says. */
export async function uploadFile(file: File, { onProgress, onBreak, signal }: Options = {}): Promise<string> {
  if (file.size === 0) throw new ApiError(422, { reason: 'FILE_EMPTY' })
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch(() => {
      throw new ApiError(422, { reason: 'FILE_UNREADABLE' })
    })
  let done: (uploadId: string) => void
  let fail: (error: unknown) => void
  const result = new Promise<string>((resolve, reject) => {
    done = resolve
    fail = reject
  })
  const upload = new Upload(file, {
    endpoint: '/api/uploads',
    headers: { 'X-Requested-By': 'sys' },
    metadata: { filename: file.name },
    chunkSize: CHUNK_BYTES,
    retryDelays: PAUSES_MS,
    removeFingerprintOnSuccess: true,
    onShouldRetry: (error) => {
      const passes = PASSING.has(statusOf(error))
      if (passes) onBreak?.()
      return passes
    },
    onUploadUrlAvailable: () => sending.add(upload.url ?? ''),
    onProgress: (sent) => onProgress?.(sent),
    onSuccess: () => done(upload.url?.split('/').at(-1) ?? ''),
    onError: (error) => fail(refusalOf(error)),
  })
  const stop = (): void => {
    const reason: unknown = signal?.reason
    const isLate = reason instanceof DOMException && reason.name === 'TimeoutError'
    // When the server cannot be told, it takes the upload away by itself after a day.
    upload.abort(!isLate).catch(() => undefined)
    fail(isLate ? new ApiError(408, { reason: 'NETWORK' }) : reason)
  }
  const before = (await upload.findPreviousUploads()).find(({ uploadUrl }) => uploadUrl !== null && !sending.has(uploadUrl))
  signal?.throwIfAborted()
  signal?.addEventListener('abort', stop)
  if (before) upload.resumeFromPreviousUpload(before)
  upload.start()
  try {
    return await result
  } finally {
    signal?.removeEventListener('abort', stop)
    sending.delete(upload.url ?? '')
  }
}

/** What the server said, by its coded reason. */
function refusalOf(error: Error | DetailedError): ApiError {
  const response = 'originalResponse' in error ? error.originalResponse : null
  if (!response) return new ApiError(0, { reason: 'NETWORK' })
  try {
    return new ApiError(response.getStatus(), JSON.parse(response.getBody()) as { reason?: string })
  } catch {
    return new ApiError(response.getStatus(), {})
  }
}
