// Sends what people did, in the order in which they did it. One tab sends at a time; what is refused waits for a person and holds up nothing
// but what was done at the same visit later.
import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../../lib/api/http'
import type { Visit, VisitInput } from '../../lib/api/types'
import { today } from '../../lib/format'
import { uploadFile } from '../../lib/upload'
import { putVisit } from '../visits/api/visits'
import { inputOf, refreshVisits } from '../visits/change'
import { putMedia } from './api/media'
import { database, write, type Entry, type MediaEntry, type VisitEntry } from './kept/database'
import { changesOf, keepVisit } from './kept/outbox'
import { askUser, isOf } from './kept/owner'
import { tellChange } from './kept/state'

const FIRST_PAUSE_MS = 3_000
const LAST_PAUSE_MS = 60_000
/** How long the server may take with an entry, and what the slowest network that is worth waiting for brings of a photo meanwhile. */
const PATIENCE_MS = 30_000
const BYTES_PER_MS = 16

/** What a pass over the outbox did. */
export interface Pass {
  /** Clients with something that arrived. */
  clientIds: ReadonlySet<string>
  /** Whether something may go well another time. */
  isLeft: boolean
}

/** A request may take this long; one that brings nothing would hold up everything behind it. */
const limitFor = (bytes = 0): AbortSignal => AbortSignal.timeout(PATIENCE_MS + bytes / BYTES_PER_MS)

/** Nobody can be asked anything now: no network, or a session that is over. */
const isAlone = ({ status }: ApiError): boolean => status === 0 || status === 401

/** The same request may go well later. */
const isPassing = ({ status, reason }: ApiError): boolean => status >= 500 || [408, 423, 425, 429].includes(status) || reason.startsWith('UPLOAD_')

/** Sends everything of the user that can be sent; the caller holds the lock of sending. */
export async function sendAll(): Promise<Pass> {
  let user: string
  try {
    user = await askUser()
  } catch {
    return { clientIds: new Set(), isLeft: (await entryAfter(0)) !== undefined }
  }
  await tellChange()
  const held = new Set<string>()
  const clientIds = new Set<string>()
  let isLeft = false
  for (let entry = await entryAfter(0); entry; entry = await entryAfter(entry.position)) {
    if (!isOf(user, entry)) continue
    const isHeld = entry.kind === 'visit' && held.has(entry.visitId)
    if (isHeld || entry.refusal) {
      if (entry.kind === 'visit') held.add(entry.visitId)
      continue
    }
    try {
      await (entry.kind === 'visit' ? sendVisit(entry, user) : sendMedia(entry))
      clientIds.add(entry.body.client_id)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (isAlone(error)) return { clientIds, isLeft: true }
      if (isPassing(error)) isLeft = true
      else await keepRefusal(entry, error)
      if (entry.kind === 'visit') held.add(entry.visitId)
      else if (error.reason.startsWith('UPLOAD_')) await keepUpload(entry, null)
    }
    await tellChange()
  }
  return { clientIds, isLeft }
}

async function entryAfter(position: number): Promise<Entry | undefined> {
  const [entry] = await (await database()).getAll('outbox', IDBKeyRange.lowerBound(position, true), 1)
  return entry
}

async function sendVisit(entry: VisitEntry, user: string): Promise<void> {
  const visit = await putVisit(entry.visitId, entry.body, entry.etag, limitFor())
  await write(async (stores) => {
    const outbox = stores('outbox')
    await outbox.delete(entry.position)
    await keepVisit(stores, visit)
    // What was done here next was done on this. Where somebody else wrote over it meanwhile it stays on the older version, and is refused.
    if (!holds(visit, entry.body)) return
    for (const next of await changesOf(stores, entry.visitId, user)) await outbox.put({ ...next, etag: visit.etag })
  })
}

/** Whether the visit is just as it was put. */
function holds(visit: Visit, body: VisitInput): boolean {
  const there: Record<string, unknown> = inputOf(visit)
  return Object.entries(body).every(([name, value]) => JSON.stringify(there[name]) === JSON.stringify(value))
}

async function sendMedia(entry: MediaEntry): Promise<void> {
  const { mediaId, body, content } = entry
  let { uploadId } = entry
  if (uploadId === null) {
    // The same name and time each time: an upload that broke off is found again by them.
    const file = new File([content], body.file_name ?? mediaId, { type: content.type, lastModified: Date.parse(body.taken_at ?? '') })
    uploadId = await uploadFile(file, { signal: limitFor(content.size) })
    await keepUpload(entry, uploadId)
  }
  await putMedia(mediaId, { ...body, upload_id: uploadId }, limitFor(content.size))
  await write(async (stores) => {
    await stores('outbox').delete(entry.position)
    await stores('sent').put({ mediaId, visitId: entry.visitId, day: today() })
  })
}

async function keepUpload(entry: MediaEntry, uploadId: string | null): Promise<void> {
  await change(entry, { ...entry, uploadId })
}

async function keepRefusal(entry: Entry, { status, reason, metadata, current }: ApiError): Promise<void> {
  await change(entry, { ...entry, refusal: { status, reason, metadata, current: entry.kind === 'visit' && current ? (current as Visit) : null } })
}

/** An entry that a person gave up meanwhile does not come back. */
async function change(entry: Entry, next: Entry): Promise<void> {
  await write(async (stores) => {
    if (await stores('outbox').get(entry.position)) await stores('outbox').put(next)
  })
}

let isWaiting = false
let pause = FIRST_PAUSE_MS
let timer: ReturnType<typeof setTimeout> | undefined
let queries: QueryClient | undefined

/** Sends as soon as no other tab does; what is written down until then goes along. */
export function send(): void {
  if (isWaiting) return
  isWaiting = true
  clearTimeout(timer)
  void inTurn().then(({ clientIds, isLeft }) => {
    showArrived(clientIds)
    if (!isLeft) pause = FIRST_PAUSE_MS
    else {
      timer = setTimeout(send, pause)
      pause = Math.min(pause * 2, LAST_PAUSE_MS)
    }
  })
}

async function inTurn(): Promise<Pass> {
  try {
    return await navigator.locks.request('sys.today.sending', async () => {
      isWaiting = false
      return await sendAll()
    })
  } catch {
    // Whatever it was, nothing is lost: it is tried again.
    return { clientIds: new Set(), isLeft: true }
  }
}

function showArrived(clientIds: ReadonlySet<string>): void {
  if (!queries || clientIds.size === 0) return
  for (const clientId of clientIds) void refreshVisits(queries, clientId)
  void queries.invalidateQueries({ queryKey: ['today'] })
}

/** From now on everything is sent when there is a network; screens that show what arrived are read anew. */
export function startSending(screens: QueryClient): void {
  queries = screens
  const soon = (): void => {
    pause = FIRST_PAUSE_MS
    send()
  }
  window.addEventListener('online', soon)
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) soon()
  })
  send()
}
