import type { TFunction } from 'i18next'
import { formatDay } from './format'

const rowWords: Record<string, string> = { identifiers: 'identifier', addresses: 'address', channels: 'channel' }
const enumWords: Record<string, string> = {
  kind: 'kind', status: 'status', type: 'identifier', purpose: 'purpose', check_state: 'check', language: 'language', scope: 'notice.scope',
}

/** A field of the history or of a refusal in words: "units[Birojs].address" → "Struktūrvienība Birojs: adrese". */
export function fieldText(path: string, t: TFunction): string {
  const match = /^([a-z_]+)(?:\[(.*)\])?(?:\.([a-z_]+))?$/.exec(path)
  if (!match) return path
  const [, root = '', which, rest] = match
  if (root === 'settings') return t(`setting.${which ?? rest ?? ''}`, { defaultValue: which ?? rest })
  const rowKind = rowWords[root]
  const head =
    rowKind && which ? t(`${rowKind}.${which}`, { defaultValue: which }) : [t(`field.${root}`, { defaultValue: root }), which].filter(Boolean).join(' ')
  const tail = rest && !(rest === 'value' || rest === 'shown') ? t(`field.${rest}`, { defaultValue: rest }).toLowerCase() : ''
  return [head, tail].filter(Boolean).join(': ')
}

/** A value of the history as people read it: days, yes and no, words of the lists. */
export function fieldValue(path: string, value: string, t: TFunction): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDay(value)
  if (value === 'true' || value === 'false') return t(value === 'true' ? 'yes' : 'no')
  const [root = '', last = root] = [path.split(/[[.]/)[0], path.split('.').at(-1)]
  const group = last === 'kind' && root in rowWords ? rowWords[root] : last === 'kind' && root === 'units' ? 'unitKind' : enumWords[last]
  return group ? t(`${group}.${value}`, { defaultValue: value }) : value
}

/** Who did it; what the system did by itself is told in the reader's language. */
export const actorText = (actor: string, t: TFunction): string => (actor === 'system' ? t('actor.system') : actor)
