import { useCallback, useState } from 'react'
import { isRowKey, type Draft, type DraftKey, type RowKey, type RowOf } from './draft'
import type { Form } from './form'

type Changers = Pick<Form, 'set' | 'setRow' | 'addRow' | 'removeRow' | 'makePrimary'>

/** The draft and the ways to change it. */
export function useDraft(initial: Draft): { draft: Draft; replace: (draft: Draft) => void } & Changers {
  const [draft, replace] = useState(initial)
  const set = useCallback(<K extends DraftKey>(key: K, value: Draft[K]) => replace((now) => ({ ...now, [key]: value })), [])
  const rows = useCallback(
    <K extends RowKey>(key: K, change: (rows: RowOf<K>[]) => RowOf<K>[]) =>
      replace((now) => (isRowKey(key) ? { ...now, [key]: change([...now[key]] as RowOf<K>[]) } : now)),
    [],
  )
  const setRow: Form['setRow'] = useCallback(
    (key, index, part) => rows(key, (list) => list.map((row, i) => (i === index ? { ...row, ...part } : row))),
    [rows],
  )
  const addRow: Form['addRow'] = useCallback((key, row) => rows(key, (list) => [...list, row]), [rows])
  const removeRow: Form['removeRow'] = useCallback((key, index) => rows(key, (list) => list.filter((_, i) => i !== index)), [rows])
  const makePrimary: Form['makePrimary'] = useCallback(
    (key, index) =>
      replace((now) => {
        if (key !== 'channels') return { ...now, [key]: now[key].map((row, i) => ({ ...row, primary: i === index })) }
        const kind = now.channels[index]?.kind
        return { ...now, channels: now.channels.map((row, i) => (row.kind === kind ? { ...row, primary: i === index } : row)) }
      }),
    [],
  )
  return { draft, replace, set, setRow, addRow, removeRow, makePrimary }
}
