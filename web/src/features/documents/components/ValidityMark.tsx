import { useTranslation } from 'react-i18next'
import type { Document } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import css from './ValidityMark.module.css'

/** Whether it is in force and until when; nothing for what has no end. */
export function ValidityMark({ document }: { document: Pick<Document, 'validity' | 'valid_from' | 'valid_to' | 'superseded_by_id'> }) {
  const { t } = useTranslation()
  const { validity, valid_from, valid_to } = document
  const state = document.superseded_by_id === null ? validity : 'superseded'
  if (state === 'valid' && valid_to === null) return null
  return (
    <span className={css.mark} data-state={state}>
      {t(`documents.validity.${state}`, { day: formatDay(state === 'coming' ? valid_from : valid_to) })}
    </span>
  )
}
