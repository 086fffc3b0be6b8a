import type { Client, Unit } from '../../lib/api/types'

export interface UnitLine {
  unit: Unit
  depth: number
}

/** Units as shown: active ones as a tree in the given order, then closed ones in a flat list. */
export function unitLines(units: readonly Unit[]): UnitLine[] {
  const active = units.filter((unit) => unit.active)
  const ids = new Set(active.map((unit) => unit.id))
  const children = new Map<string | null, Unit[]>()
  for (const unit of active) {
    // A unit whose parent is closed or missing stands at the top, so that it is never lost.
    const parent = unit.parent_id !== null && ids.has(unit.parent_id) ? unit.parent_id : null
    children.set(parent, [...(children.get(parent) ?? []), unit])
  }
  const out: UnitLine[] = []
  const seen = new Set<string>()
  const walk = (parent: string | null, depth: number): void => {
    for (const unit of children.get(parent) ?? []) {
      if (seen.has(unit.id)) continue
      seen.add(unit.id)
      out.push({ unit, depth })
      walk(unit.id, depth + 1)
    }
  }
  walk(null, 0)
  for (const unit of active) if (!seen.has(unit.id)) out.push({ unit, depth: 0 })
  for (const unit of units) if (!unit.active) out.push({ unit, depth: 0 })
  return out
}

/** Units that may be the parent of `unit`: active, of the same client, not itself and not below it. */
export function possibleParents(units: readonly Unit[], unitId: string | null): Unit[] {
  const below = new Set<string>(unitId === null ? [] : [unitId])
  let grew = true
  while (grew) {
    grew = false
    for (const unit of units) {
      if (unit.parent_id !== null && below.has(unit.parent_id) && !below.has(unit.id)) {
        below.add(unit.id)
        grew = true
      }
    }
  }
  return units.filter((unit) => unit.active && !below.has(unit.id))
}

/** A unit's name without the client's name in front: on the client's card only the rest tells its units apart. */
export function nameOnCard(unit: Pick<Unit, 'name'>, client: Pick<Client, 'name_shown' | 'name_core'>): string {
  for (const name of [client.name_shown, client.name_core]) {
    const front = `${name.replace(/["„”“«»]/g, '')} `
    if (unit.name.toLowerCase().startsWith(front.toLowerCase())) return unit.name.slice(front.length)
  }
  return unit.name
}
