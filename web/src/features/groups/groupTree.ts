import type { Group } from '../../lib/api/types'

/** Groups in the given order, children under their parents; a group whose parent is missing or above itself stands at the top. */
export function groupLines(groups: readonly Group[]): { group: Group; depth: number }[] {
  const ids = new Set(groups.map((group) => group.id))
  const out: { group: Group; depth: number }[] = []
  const seen = new Set<string>()
  const walk = (parent: string | null, depth: number): void => {
    for (const group of groups) {
      const above = group.parent_id !== null && ids.has(group.parent_id) ? group.parent_id : null
      if (above !== parent || seen.has(group.id)) continue
      seen.add(group.id)
      out.push({ group, depth })
      walk(group.id, depth + 1)
    }
  }
  walk(null, 0)
  for (const group of groups) if (!seen.has(group.id)) out.push({ group, depth: 0 })
  return out
}
