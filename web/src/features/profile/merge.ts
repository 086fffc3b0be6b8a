// Three-way merge of a profile: what was read, what I made of it, what is there now.
//
// A field (and in a list each row by itself) touched by one side only is taken from that side. Touched by both and different
// is a conflict, which a person decides. Nothing is lost: until then my value stands.
import { draftKeys, isRowKey, same, type Draft, type DraftKey, type RowKey } from './draft'

export type Side = 'base' | 'mine' | 'theirs'

export interface Conflict {
  /** "name", or "channels/<row id>" for one row of a list. */
  path: string
  key: DraftKey
  rowId: string | null
  /** Null: the row was not there, or was removed. */
  base: unknown
  mine: unknown
  theirs: unknown
}

export interface Merged {
  draft: Draft
  conflicts: Conflict[]
}

type AnyRow = { id: string } & Record<string, unknown>

/** One value: the side that changed wins; null when both did, differently. */
function pick<T>(base: T, mine: T, theirs: T): { value: T } | null {
  if (same(mine, theirs) || same(base, mine)) return { value: theirs }
  if (same(base, theirs)) return { value: mine }
  return null
}

function mergeRows(key: RowKey, base: AnyRow[], mine: AnyRow[], theirs: AnyRow[]): { rows: AnyRow[]; conflicts: Conflict[] } {
  const find = (rows: AnyRow[], id: string): AnyRow | null => rows.find((row) => row.id === id) ?? null
  const rows: AnyRow[] = []
  const conflicts: Conflict[] = []
  const ids = [...new Set([...theirs, ...mine, ...base].map((row) => row.id))]
  for (const id of ids) {
    const [b, m, t] = [find(base, id), find(mine, id), find(theirs, id)]
    const picked = pick(b, m, t)
    if (picked === null) {
      conflicts.push({ path: `${key}/${id}`, key, rowId: id, base: b, mine: m, theirs: t })
      if (m) rows.push(m)
    } else if (picked.value) rows.push(picked.value)
  }
  // My order, when only I changed it and the rows are still the same ones.
  const order = (list: AnyRow[]): string => list.map((row) => row.id).join()
  if (order(theirs) === order(base) && order(mine) !== order(base)) {
    const place = new Map(mine.map((row, i) => [row.id, i]))
    rows.sort((a, b) => (place.get(a.id) ?? rows.length) - (place.get(b.id) ?? rows.length))
  }
  return { rows, conflicts }
}

function mergeTags(base: string[], mine: string[], theirs: string[]): string[] {
  const removed = new Set(base.filter((tag) => !mine.includes(tag)))
  const kept = theirs.filter((tag) => !removed.has(tag))
  return [...kept, ...mine.filter((tag) => !base.includes(tag) && !kept.includes(tag))]
}

export function merge(base: Draft, mine: Draft, theirs: Draft): Merged {
  const out: Record<string, unknown> = {}
  const conflicts: Conflict[] = []
  for (const key of draftKeys) {
    if (key === 'tags') out.tags = mergeTags(base.tags, mine.tags, theirs.tags)
    else if (isRowKey(key)) {
      const rows = (draft: Draft): AnyRow[] => draft[key]
      const merged = mergeRows(key, rows(base), rows(mine), rows(theirs))
      out[key] = merged.rows
      conflicts.push(...merged.conflicts)
    } else {
      const picked = pick<unknown>(base[key], mine[key], theirs[key])
      out[key] = picked ? picked.value : mine[key]
      if (!picked) conflicts.push({ path: key, key, rowId: null, base: base[key], mine: mine[key], theirs: theirs[key] })
    }
  }
  return { draft: out as unknown as Draft, conflicts }
}

/** The draft after a person has decided each conflict. */
export function resolve(merged: Merged, choices: Readonly<Record<string, Side>>): Draft {
  const draft = structuredClone(merged.draft) as unknown as Record<string, unknown>
  for (const conflict of merged.conflicts) {
    const value = conflict[choices[conflict.path] ?? 'mine']
    if (conflict.rowId === null) draft[conflict.key] = value
    else {
      const rows = draft[conflict.key] as AnyRow[]
      const at = rows.findIndex((row) => row.id === conflict.rowId)
      if (value === null && at >= 0) rows.splice(at, 1)
      else if (value !== null && at >= 0) rows[at] = value as AnyRow
      else if (value !== null) rows.push(value as AnyRow)
    }
  }
  return draft as unknown as Draft
}
