import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError } from '../../lib/api/http'
import { getClient } from '../../lib/api/client'
import { putSettings } from '../../lib/api/settings'
import type { Client, SettingChange } from '../../lib/api/types'
import { createClient, updateClient } from './api/save'
import { bodyOf, changedKeys, draftOf, patchOf, type Draft } from './draft'
import { merge, type Merged } from './merge'

/** What the edit stands on: the client as last read, or nothing for a new one. */
export interface Ground {
  id: string
  etag: string
  base: Draft
}

export interface ToSave {
  ground: Ground | null
  draft: Draft
  settings: Readonly<Record<string, string | null>>
  reason: string
}

/** Both sides touched the same: a person must choose. */
export class ConflictFound extends Error {
  readonly merged: Merged
  readonly ground: Ground

  constructor(merged: Merged, ground: Ground) {
    super('both sides changed the same fields')
    this.merged = merged
    this.ground = ground
  }
}

export const groundOf = (client: Client): Ground => ({ id: client.id, etag: client.etag, base: draftOf(client) })

const isClient = (value: unknown): value is Client => typeof value === 'object' && value !== null && 'etag' in value && 'identifiers' in value

/** Sends the changes; what another person changed meanwhile is merged in, unless both touched the same. */
async function update(ground: Ground, draft: Draft, reason: string, tries = 3): Promise<Client> {
  try {
    return await updateClient(ground.id, ground.etag, patchOf(ground.base, draft), reason)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409 || !isClient(error.current) || tries === 0) throw error
    const now = groundOf(error.current)
    const merged = merge(ground.base, draft, now.base)
    if (merged.conflicts.length > 0) throw new ConflictFound(merged, now)
    if (changedKeys(now.base, merged.draft).length === 0) return error.current
    return update(now, merged.draft, reason, tries - 1)
  }
}

export const settingChangesOf = (settings: Readonly<Record<string, string | null>>): SettingChange[] =>
  Object.entries(settings).map(([key, value]) => (value === null ? { key, reset: true } : { key, value }))

export function useSave() {
  const queries = useQueryClient()
  // The same content sent twice must stay one client; changed content is another request.
  const request = useRef({ body: '', key: '' })
  return useMutation({
    mutationFn: async ({ ground, draft, settings, reason }: ToSave): Promise<Client> => {
      let saved: Client | null = null
      if (ground === null) {
        const body = bodyOf(draft)
        const text = JSON.stringify(body)
        if (request.current.body !== text) request.current = { body: text, key: crypto.randomUUID() }
        saved = await createClient(body, request.current.key)
      } else if (changedKeys(ground.base, draft).length > 0) saved = await update(ground, draft, reason)
      const id = saved?.id ?? ground?.id ?? ''
      const changes = settingChangesOf(settings)
      if (changes.length > 0) {
        await putSettings('client', id, changes)
        await queries.invalidateQueries({ queryKey: ['settings'] })
      }
      saved ??= await getClient(id)
      return saved
    },
    onSuccess: (client) => {
      queries.setQueryData(['client', client.id], client)
      void queries.invalidateQueries({ queryKey: ['card', client.id] })
    },
  })
}
