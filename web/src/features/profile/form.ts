import { createContext, useContext } from 'react'
import type { Hint } from '../../components/Field'
import type { Setting } from '../../lib/api/types'
import type { Draft, DraftKey, RowKey, RowOf } from './draft'

/** What the sections of the form need: the draft, ways to change it, and what to say under a field. */
export interface Form {
  draft: Draft
  clientId: string | null
  set: <K extends DraftKey>(key: K, value: Draft[K]) => void
  setRow: <K extends RowKey>(key: K, index: number, part: Partial<RowOf<K>>) => void
  addRow: <K extends RowKey>(key: K, row: RowOf<K>) => void
  removeRow: (key: RowKey, index: number) => void
  /** Makes one row of a list (of one kind) the first to use. */
  makePrimary: (key: 'channels' | 'contacts' | 'bank_accounts', index: number) => void
  hint: (path: string) => Hint | undefined
  settings: readonly Setting[]
  /** Changed settings: a value, or null to take the inherited one. */
  settingChanges: Readonly<Record<string, string | null>>
  setSetting: (key: string, value: string | null | undefined) => void
}

export const FormContext = createContext<Form | null>(null)

export function useForm(): Form {
  const form = useContext(FormContext)
  if (!form) throw new Error('a section stands outside the form')
  return form
}
