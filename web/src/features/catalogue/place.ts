// Where a person was in which list: for Back, and for going to the next client without asking the server who that is.
import type { QueryClient } from '@tanstack/react-query'
import type { Row } from '../../lib/api/types'
import { rowQuery, type CatalogueSearch } from './params'
import { sourceOf } from './rows/useRowSource'

export interface Place {
  scrollTop: number
  active: number
}

const PLACE = 'sys.place:'
const LIST = 'sys.list'
const keyOf = (search: CatalogueSearch): string => PLACE + JSON.stringify(rowQuery(search))

function read(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

function write(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Back will then start at the top.
  }
}

export const readPlace = (search: CatalogueSearch): Place => (read(keyOf(search)) as Place | null) ?? { scrollTop: 0, active: -1 }
export const storePlace = (search: CatalogueSearch, place: Place): void => write(keyOf(search), place)

interface OpenedFrom {
  search: CatalogueSearch
  index: number
  clientId: string
}

const openedFrom = (): OpenedFrom | null => read(LIST) as OpenedFrom | null

/** Remembers the list a card was opened from. */
export const storeList = (search: CatalogueSearch, index: number, clientId: string): void =>
  write(LIST, { search, index, clientId } satisfies OpenedFrom)

export const listSearch = (): CatalogueSearch => openedFrom()?.search ?? {}

/** The client before (-1) or after (1) this one in the list it was opened from; undefined at the ends. */
export async function neighbour(queries: QueryClient, clientId: string, step: 1 | -1): Promise<Row | undefined> {
  const from = openedFrom()
  const source = sourceOf(from?.search ?? {}, queries)
  const guessed = from?.clientId === clientId ? from.index : -1
  let index = source.row(guessed)?.id === clientId ? guessed : source.indexOf(clientId)
  if (index < 0) index = guessed
  if (index < 0) return undefined
  let next = index + step
  let row = await source.loadRow(next)
  // Several rows of one client stand together when its units were found too.
  while (row?.id === clientId) {
    next += step
    row = await source.loadRow(next)
  }
  if (row) {
    write(LIST, { search: source.search, index: next, clientId: row.id } satisfies OpenedFrom)
    storePlace(source.search, { ...readPlace(source.search), active: next })
  }
  return row
}
