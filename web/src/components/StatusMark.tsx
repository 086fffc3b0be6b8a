import { useTranslation } from 'react-i18next'
import type { Status } from '../lib/api/types'
import css from './StatusMark.module.css'

/** Standing of a client as a small mark and a word. */
export function StatusMark({ status }: { status: Status }) {
  const { t } = useTranslation()
  return (
    <span className={css.mark} data-status={status}>
      {t(`status.${status}`)}
    </span>
  )
}
