// What people did, written down before anything else happens with it. Ids and contents are fixed here: sending again changes nothing.
import type { MediaInput, Visit, VisitInput } from '../../../lib/api/types'
import { inputOf } from '../../visits/change'
import { write, type Entry, type MediaEntry, type Site, type VisitEntry, type Writing } from './database'
import { isOf, knownUser } from './owner'
import { tellChange } from './state'

/** A photo or a signature. */
export interface Picture {
  mediaId: string
  content: Blob
  name: string
  takenAt: string
  tags: string[]
}

type Fresh<E> = E extends Entry ? Omit<E, 'position' | 'user'> : never

/** The store numbers entries by itself and never uses a number again. */
const add = (stores: Writing, entry: Fresh<Entry>): Promise<number> => stores('outbox').add({ ...entry, user: knownUser() } as Entry)

const isVisit = (entry: Entry): entry is VisitEntry => entry.kind === 'visit'

/** What the user did to the visit itself; what another did on this device is not theirs to build on. */
export async function changesOf(stores: Writing, visitId: string, user = knownUser()): Promise<VisitEntry[]> {
  const entries = await stores('outbox').index('visit').getAll(visitId)
  return entries.filter(isVisit).filter((entry) => isOf(user, entry))
}

/** Writes down what was done at a visit, which may be a new one, on top of what the device knows of it. */
export async function recordVisit(visit: Visit, changes: Partial<VisitInput>, pictures: readonly Picture[] = []): Promise<void> {
  await write(async (stores) => {
    const before = (await changesOf(stores, visit.id)).at(-1)
    // An answer may have come since the screen was drawn.
    const known = (await stores('day').get('last'))?.visits.find(({ id }) => id === visit.id) ?? visit
    const body = { ...(before?.body ?? inputOf(known)), ...changes }
    await add(stores, { kind: 'visit', visitId: visit.id, refusal: null, changes, body, etag: before?.etag ?? known.etag })
    for (const picture of pictures) await add(stores, mediaEntry(visit, picture))
  })
  await tellChange()
}

/** Writes down photos that were taken at a visit. */
export async function recordPictures(visit: Visit, pictures: readonly Picture[]): Promise<void> {
  await write(async (stores) => {
    for (const picture of pictures) await add(stores, mediaEntry(visit, picture))
  })
  await tellChange()
}

function mediaEntry({ id, client_id, unit_id }: Visit, { mediaId, content, name, takenAt, tags }: Picture): Fresh<MediaEntry> {
  const body: MediaInput = { client_id, unit_id, visit_id: id, taken_at: takenAt, file_name: name, caption: '', tags, turned: 0 }
  return { kind: 'media', visitId: id, refusal: null, mediaId, body, content, uploadId: null }
}

/** What was refused is tried again as it is. */
export async function retry(entry: Entry): Promise<void> {
  await write(async (stores) => {
    if (await stores('outbox').get(entry.position)) await stores('outbox').put({ ...entry, refusal: null })
  })
  await tellChange()
}

/** What was done here is made anew on the visit as it is on the server now. */
export async function redoOn(current: Visit): Promise<void> {
  await write(async (stores) => {
    const entries = await changesOf(stores, current.id)
    const changes: Partial<VisitInput> = {}
    for (const entry of entries) {
      Object.assign(changes, entry.changes)
      await stores('outbox').delete(entry.position)
    }
    await keepVisit(stores, current)
    if (entries.length > 0)
      await add(stores, { kind: 'visit', visitId: current.id, refusal: null, changes, body: { ...inputOf(current), ...changes }, etag: current.etag })
  })
  await tellChange()
}

/** A person gives up a photo, or everything that was done at the visit since the last answer. */
export async function discard(entry: Entry): Promise<void> {
  await write(async (stores) => {
    const given = entry.kind === 'media' ? [entry] : await changesOf(stores, entry.visitId)
    for (const { position } of given) await stores('outbox').delete(position)
    if (entry.refusal?.current) await keepVisit(stores, entry.refusal.current)
  })
  await tellChange()
}

/** The visit as the server has it takes its place in the day; an older one does not. */
export async function keepVisit(stores: Writing, visit: Visit): Promise<void> {
  const day = await stores('day').get('last')
  if (!day) return
  const known = day.visits.find(({ id }) => id === visit.id)
  if (known && known.version >= visit.version) return
  await stores('day').put({ ...day, visits: [...day.visits.filter((each) => each !== known), visit] }, 'last')
}

/** The downloaded day takes the place of the last one; visits of which the device knows something newer stay so. */
export async function keepDay(day: string, performer: string, visits: readonly Visit[], readAt: string): Promise<void> {
  await write(async (stores) => {
    const last = await stores('day').get('last')
    const known = new Map(last?.visits.map((visit) => [visit.id, visit]))
    const newest = visits.map((visit) => {
      const here = known.get(visit.id)
      return here && here.version > visit.version ? here : visit
    })
    await stores('day').put({ day, performer, readAt, visits: newest, sites: last?.sites ?? [] }, 'last')
    for (const arrived of await stores('sent').getAll()) if (arrived.day < day) await stores('sent').delete(arrived.mediaId)
  })
  await tellChange()
}

/** Where the visits of the day are, and where else one may go. */
export async function keepSites(sites: Site[]): Promise<void> {
  await write(async (stores) => {
    const day = await stores('day').get('last')
    if (day) await stores('day').put({ ...day, sites }, 'last')
  })
  await tellChange()
}
