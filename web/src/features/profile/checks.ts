// Values the server checks while they are typed: numbers, accounts, phones, addresses.
import { useQueries } from '@tanstack/react-query'
import { get } from '../../lib/api/http'
import type { Check } from '../../lib/api/types'
import { useDelayed } from '../../lib/useDelayed'
import type { Draft } from './draft'

export interface Checkable {
  path: string
  type: string
  value: string
}

const identifierTypes: ReadonlySet<string> = new Set(['lv_regcode', 'lv_vat', 'lv_personal_code'])

export function checkable(draft: Draft): Checkable[] {
  const out: Checkable[] = []
  draft.identifiers.forEach((row, i) => {
    if (identifierTypes.has(row.type)) out.push({ path: `identifiers.${i}.value`, type: row.type, value: row.value ?? '' })
  })
  draft.channels.forEach((row, i) => out.push({ path: `channels.${i}.value`, type: row.kind, value: row.value }))
  draft.contacts.forEach((row, i) => {
    out.push({ path: `contacts.${i}.phone`, type: 'phone', value: row.phone })
    out.push({ path: `contacts.${i}.email`, type: 'email', value: row.email })
  })
  draft.bank_accounts.forEach((row, i) => out.push({ path: `bank_accounts.${i}.iban`, type: 'iban', value: row.iban }))
  draft.addresses.forEach((row, i) => {
    if (row.country === '' || row.country === 'LV') out.push({ path: `addresses.${i}.postcode`, type: 'postcode', value: row.postcode })
  })
  return out.filter((item) => item.value.trim() !== '')
}

const PAUSE_MS = 300

/** Results by path; a value that is being typed has none yet. */
export function useChecks(draft: Draft): ReadonlyMap<string, Check> {
  const settled = useDelayed(draft, PAUSE_MS)
  const items = checkable(settled)
  const results = useQueries({
    queries: items.map(({ type, value }) => ({
      queryKey: ['check', type, value],
      queryFn: ({ signal }: { signal: AbortSignal }) => get<Check>('/check', { type, value }, signal),
      staleTime: Infinity,
      gcTime: 60_000,
      retry: false,
    })),
  })
  const now = new Map(checkable(draft).map((item) => [item.path, `${item.type} ${item.value}`]))
  const out = new Map<string, Check>()
  items.forEach((item, i) => {
    const data = results[i]?.data
    if (data && now.get(item.path) === `${item.type} ${item.value}`) out.set(item.path, data)
  })
  return out
}
