// Values of a profile in words, for lists of changes and for choosing between two versions.
import type { TFunction } from 'i18next'
import { formatDay } from '../../lib/format'
import type { Draft, DraftKey, RowKey } from './draft'

type AnyRow = Record<string, unknown>

const mainText: Record<RowKey, (row: AnyRow) => unknown> = {
  identifiers: (row) => row.value ?? row.shown,
  addresses: (row) => row.line,
  channels: (row) => row.value,
  contacts: (row) => row.name,
  bank_accounts: (row) => row.iban,
}
const quiet: ReadonlySet<string> = new Set(['id', 'normal', 'shown', 'check_state', 'source', 'changed_at', 'approved_by', 'bounced_at'])

function one(value: unknown, t: TFunction): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value
  return typeof value === 'number' ? String(value) : ''
}

/** One row in full: the main text and every other filled field. */
export function describeRow(key: RowKey, row: AnyRow | null, t: TFunction): string {
  if (row === null) return t('conflict.noRow')
  const main = one(mainText[key](row), t)
  const rest = Object.entries(row)
    .filter(([name, value]) => !quiet.has(name) && typeof value !== 'boolean' && value !== mainText[key](row))
    .map(([name, value]) => (name === 'kind' || name === 'type' || name === 'purpose' ? '' : one(value, t)))
  const marks = row.primary === true ? [t('field.primary').toLowerCase()] : []
  return [main, ...rest, ...marks].filter((text) => text !== '').join(' · ')
}

/** A field's value in one line; empty is a dash. */
export function describe(key: DraftKey, draft: Draft, t: TFunction, groupName?: (id: string) => string): string {
  const value = draft[key]
  let text: string
  switch (key) {
    case 'kind':
      text = t(`kind.${draft.kind}`)
      break
    case 'language':
      text = draft.language ? t(`language.${draft.language}`) : ''
      break
    case 'group_id':
      text = draft.group_id ? (groupName?.(draft.group_id) ?? draft.group_id) : ''
      break
    case 'notice':
      text = draft.notice?.text ?? ''
      break
    case 'tags':
      text = draft.tags.join(', ')
      break
    case 'identifiers':
    case 'addresses':
    case 'channels':
    case 'contacts':
    case 'bank_accounts':
      text = draft[key].map((row) => one(mainText[key](row as unknown as AnyRow), t)).join('; ')
      break
    default:
      text = one(value, t)
  }
  return text === '' ? '—' : text
}
