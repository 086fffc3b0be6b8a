// What the device keeps, as the screen shows it. Every tab is told of a change by any of them.
import { database, type Day, type Entry } from './database'
import { askUser, isOf, knownUser } from './owner'

export interface Kept {
  day: Day | undefined
  /** What the user did and has not been sent, in the order in which it was done. */
  outbox: readonly Entry[]
  /** How much others left on this device, by user. */
  others: ReadonlyMap<string, number>
  /** How many photos and signatures of a visit arrived, by its id. */
  sent: ReadonlyMap<string, number>
}

const tabs = new BroadcastChannel('sys.today')
const listeners = new Set<() => void>()
let kept: Kept | null = null
let asked = 0

async function readKept(): Promise<void> {
  const question = ++asked
  const all = (await database()).transaction(['day', 'outbox', 'sent'])
  const [day, entries, arrived] = await Promise.all([all.objectStore('day').get('last'), all.objectStore('outbox').getAll(), all.objectStore('sent').getAll()])
  // A later question has the later answer.
  if (question !== asked) return
  const sent = new Map<string, number>()
  for (const { visitId } of arrived) sent.set(visitId, (sent.get(visitId) ?? 0) + 1)
  const user = knownUser()
  const others = new Map<string, number>()
  for (const entry of entries) if (entry.user && !isOf(user, entry)) others.set(entry.user, (others.get(entry.user) ?? 0) + 1)
  kept = { day, outbox: entries.filter((entry) => isOf(user, entry)), others, sent }
  for (const listener of listeners) listener()
}

/** Nothing is shown to somebody else for a moment. */
async function readFirst(): Promise<void> {
  await askUser().catch(() => undefined)
  await readKept()
}

tabs.addEventListener('message', () => void readKept())

/** Shows what changed, here and in other tabs. */
export async function tellChange(): Promise<void> {
  tabs.postMessage(null)
  await readKept()
}

export const keptStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    if (kept === null) void readFirst()
    return () => listeners.delete(listener)
  },
  /** Null until it has been read. */
  read: (): Kept | null => kept,
}
