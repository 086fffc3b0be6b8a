// What the device keeps: the day as it was last downloaded, and what was done since. What was done leaves only after the server's answer.
import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb'
import type { MediaInput, Visit, VisitInput } from '../../../lib/api/types'

/** Where a visit can be. */
export interface Site {
  clientId: string
  clientName: string
  unitId: string
  unitName: string
  address: string
  phone: string
  /** What is to be known before going there. */
  notice: string
  isOpen: boolean
}

/** The visits of a day, and every unit of their clients. */
export interface Day {
  day: string
  /** Whose visits; empty for everybody's. */
  performer: string
  readAt: string
  visits: Visit[]
  sites: Site[]
}

/** What the server said instead of taking an entry. */
export interface Refusal {
  status: number
  reason: string
  metadata: Record<string, string>
  /** The visit as it is there, when it changed since. */
  current: Visit | null
}

interface Written {
  /** In the order in which it was done. */
  position: number
  /** Who did it; a release before this did not say so. */
  user?: string
  visitId: string
  refusal: Refusal | null
}

/** A visit as it is to be put. */
export interface VisitEntry extends Written {
  kind: 'visit'
  /** What the person did; the rest of the body was there before. */
  changes: Partial<VisitInput>
  body: VisitInput
  /** Of the version that it was made on; empty for a new visit. */
  etag: string
}

/** A photo or a signature as it is to be added to the gallery of the unit. */
export interface MediaEntry extends Written {
  kind: 'media'
  mediaId: string
  /** Without the upload, which it gets when it is sent. */
  body: MediaInput
  content: Blob
  /** Once it has come whole. */
  uploadId: string | null
}

export type Entry = VisitEntry | MediaEntry

interface Stores extends DBSchema {
  /** One row: the last downloaded. */
  day: { key: 'last'; value: Day }
  outbox: { key: number; value: Entry; indexes: { visit: string } }
  /** Media that arrived, by id. */
  sent: { key: string; value: { mediaId: string; visitId: string; day: string } }
}

type Store = 'day' | 'outbox' | 'sent'
export type Writing = <Name extends Store>(name: Name) => IDBPObjectStore<Stores, Store[], Name, 'readwrite'>

let opened: Promise<IDBPDatabase<Stores>> | undefined

/** Stays at this version: another one would wait until every page of an older release is closed. */
export function database(): Promise<IDBPDatabase<Stores>> {
  opened ??= openDB<Stores>('sys-today', 1, {
    upgrade(made) {
      made.createObjectStore('day')
      made.createObjectStore('outbox', { keyPath: 'position', autoIncrement: true }).createIndex('visit', 'visitId')
      made.createObjectStore('sent', { keyPath: 'mediaId' })
    },
  })
  return opened
}

/** One transaction over everything, on the disk when this resolves. */
export async function write<T>(act: (stores: Writing) => Promise<T>): Promise<T> {
  const all = (await database()).transaction(['day', 'outbox', 'sent'], 'readwrite', { durability: 'strict' })
  try {
    const result = await act((name) => all.objectStore(name))
    await all.done
    return result
  } catch (error) {
    // Nothing of it is kept; a transaction that ended by itself cannot be ended again.
    if (all.error === null) all.abort()
    throw error
  }
}
