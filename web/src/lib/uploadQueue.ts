// The uploads of this page. One store, so that they go on when a person leaves the screen on which they began.
import { ApiError } from './api/http'
import { uploadFile } from './upload'

const AT_ONCE = 3

export interface QueuedUpload {
  id: number
  /** What it was begun for: a screen shows those of its own place. */
  place: string
  file: File
  /** Bytes. */
  sent: number
  state: 'waiting' | 'sending' | 'broken' | 'saving' | 'failed'
  error: unknown
}

export interface UploadActs {
  /** What the file is for. When it fails it is called again, with the same upload as long as that is there. */
  onUploaded: (file: File, uploadId: string) => Promise<unknown>
  onFailed: (file: File, error: unknown) => void
}

interface Job extends UploadActs {
  file: File
  stop: AbortController
  uploadId: string | null
}

let uploads: readonly QueuedUpload[] = []
let nextId = 1
const jobs = new Map<number, Job>()
const listeners = new Set<() => void>()

const isRunning = ({ state }: QueuedUpload): boolean => state !== 'waiting' && state !== 'failed'

function set(next: readonly QueuedUpload[]): void {
  uploads = next
  for (const listener of listeners) listener()
}

function change(id: number, part: Partial<QueuedUpload>): void {
  set(uploads.map((each) => (each.id === id ? { ...each, ...part } : each)))
}

export function addUploads(place: string, files: readonly File[], acts: UploadActs): void {
  const added = files.map((file): QueuedUpload => ({ id: nextId++, place, file, sent: 0, state: 'waiting', error: null }))
  for (const { id, file } of added) jobs.set(id, { ...acts, file, stop: new AbortController(), uploadId: null })
  set([...uploads, ...added])
  runNext()
}

/** Stops one that is not whole yet, or takes one off that failed. */
export function dropUpload(id: number): void {
  jobs.get(id)?.stop.abort()
  jobs.delete(id)
  set(uploads.filter((each) => each.id !== id))
  runNext()
}

export function retryUpload(id: number): void {
  change(id, { state: 'waiting', error: null })
  runNext()
}

export const uploadStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: (): readonly QueuedUpload[] => uploads,
}

function runNext(): void {
  const free = AT_ONCE - uploads.filter(isRunning).length
  for (const { id } of uploads.filter(({ state }) => state === 'waiting').slice(0, free)) void run(id)
}

async function run(id: number): Promise<void> {
  const job = jobs.get(id)
  if (!job) return
  change(id, { state: 'sending' })
  try {
    job.uploadId ??= await uploadFile(job.file, {
      signal: job.stop.signal,
      onProgress: (sent) => change(id, { state: 'sending', sent }),
      onBreak: () => change(id, { state: 'broken' }),
    })
    change(id, { state: 'saving', sent: job.file.size })
    await job.onUploaded(job.file, job.uploadId)
    dropUpload(id)
  } catch (error) {
    if (!jobs.has(id)) return
    if (error instanceof ApiError && error.reason === 'UPLOAD_NOT_FOUND') job.uploadId = null
    change(id, { state: 'failed', error })
    job.onFailed(job.file, error)
    runNext()
  }
}

if (typeof window !== 'undefined') {
  window.addEventListener('beforeunload', (event) => {
    if (uploads.some((each) => each.state !== 'failed')) event.preventDefault()
  })
}
