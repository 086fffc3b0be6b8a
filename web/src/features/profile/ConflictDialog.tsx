import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { describe, describeRow } from './describe'
import css from './dialogs.module.css'
import { emptyDraft, isRowKey, type Draft } from './draft'
import { resolve, type Conflict, type Merged, type Side } from './merge'

interface Props {
  merged: Merged
  onClose: () => void
  onResolved: (draft: Draft) => void
}

const sides: Side[] = ['theirs', 'mine', 'base']

/** Somebody else changed the same: for each such field the current value, mine, or the one both began from. */
export function ConflictDialog({ merged, onClose, onResolved }: Props) {
  const { t } = useTranslation()
  const [choices, setChoices] = useState<Record<string, Side>>({})
  const decided = merged.conflicts.every((conflict) => choices[conflict.path])
  const textOf = (conflict: Conflict, side: Side): string => {
    const value = conflict[side]
    if (isRowKey(conflict.key)) return describeRow(conflict.key, value as Record<string, unknown> | null, t)
    return describe(conflict.key, { ...emptyDraft, [conflict.key]: value }, t)
  }
  return (
    <Dialog
      wide
      title={t('conflict.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('conflict.later')}</Button>
          <Button look="primary" disabled={!decided} onClick={() => onResolved(resolve(merged, choices))}>
            {t('action.save')}
          </Button>
        </>
      }
    >
      <p>{t('conflict.text')}</p>
      {merged.conflicts.map((conflict) => (
        <fieldset key={conflict.path} className={css.conflict}>
          <legend>{t(`field.${conflict.key}`)}</legend>
          {sides.map((side) => (
            <label key={side} className={css.option}>
              <input
                type="radio"
                name={conflict.path}
                checked={choices[conflict.path] === side}
                onChange={() => setChoices((now) => ({ ...now, [conflict.path]: side }))}
              />
              <span>{t(`conflict.${side}`)}</span>
              <span>{textOf(conflict, side)}</span>
            </label>
          ))}
        </fieldset>
      ))}
    </Dialog>
  )
}
