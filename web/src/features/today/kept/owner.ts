// Whose entries are shown and sent: a device may go from hand to hand, and nobody sends under the name of another.
import { getSession } from '../../../app/session'
import { readStored, writeStored } from '../../../lib/stored'
import type { Entry } from './database'

const USER = 'sys.today.user'
const PATIENCE_MS = 4_000

let asked: Promise<string> | undefined

/** Who is signed in; without a network, who was the last time that somebody could tell. Empty until then. */
export const knownUser = (): string => readStored(USER, '', (value) => typeof value === 'string')

/** Asks who is signed in. Rejects with an ApiError while nobody can tell. */
export function askUser(): Promise<string> {
  asked ??= getSession(AbortSignal.timeout(PATIENCE_MS))
    .then(({ user }) => {
      writeStored(USER, user)
      return user
    })
    .finally(() => (asked = undefined))
  return asked
}

/** Whether it is this user's to see and to send; what nobody's name is on is everybody's. */
export const isOf = (user: string, entry: Entry): boolean => !entry.user || entry.user === user
