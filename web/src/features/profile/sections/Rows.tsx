import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../components/Button'
import css from './sections.module.css'

interface Props<R extends { id: string }> {
  rows: readonly R[]
  /** Names a row for its remove button. */
  nameOf: (row: R) => string
  onRemove: (index: number) => void
  children: (row: R, index: number) => ReactNode
  add: ReactNode
}

/** A list of rows, each with its fields and a remove button, and the buttons that add one. */
export function Rows<R extends { id: string }>({ rows, nameOf, onRemove, children, add }: Props<R>) {
  const { t } = useTranslation()
  return (
    <>
      {rows.map((row, index) => (
        <div key={row.id} className={css.row} role="group" aria-label={nameOf(row)}>
          <div className={css.fields}>{children(row, index)}</div>
          <IconButton icon="trash" name={t('editor.removeRow', { name: nameOf(row) })} onClick={() => onRemove(index)} />
        </div>
      ))}
      <div className={css.add}>{add}</div>
    </>
  )
}

export function AddButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button small look="ghost" icon="plus" onClick={onClick}>
      {children}
    </Button>
  )
}
