// Which rows are marked: some by their keys, or the whole result but some.

export interface Selection {
  all: boolean
  /** The marked ones, or with `all` the ones that are not. */
  keys: ReadonlySet<string>
}

export const nothing: Selection = { all: false, keys: new Set() }
export const everything: Selection = { all: true, keys: new Set() }

export const isSelected = (selection: Selection, key: string): boolean => selection.keys.has(key) !== selection.all

export const countSelected = (selection: Selection, total: number): number =>
  selection.all ? Math.max(0, total - selection.keys.size) : selection.keys.size

export function toggle(selection: Selection, key: string): Selection {
  const keys = new Set(selection.keys)
  if (!keys.delete(key)) keys.add(key)
  return { ...selection, keys }
}

/** Marks (or with `on` false unmarks) several rows. */
export function setMany(selection: Selection, rows: Iterable<string>, on: boolean): Selection {
  const keys = new Set(selection.keys)
  for (const key of rows) {
    if (on !== selection.all) keys.add(key)
    else keys.delete(key)
  }
  return { ...selection, keys }
}

/** A client may stand in a result twice, once by itself and once by a unit. */
export const rowKey = (row: { id: string; unit: { id: string } | null }): string =>
  row.unit ? `${row.id}/${row.unit.id}` : row.id
