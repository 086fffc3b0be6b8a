import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import type { ApiError } from '../../../lib/api/http'
import { isNobodyThere, reasonText } from '../../../lib/reasons'
import css from './EmptyResult.module.css'

/** Not one row has ever come: says so instead of showing an empty list. */
export function NoAnswer({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={css.empty} role="alert">
      <h2>{t('catalogue.absent')}</h2>
      <p>{isNobodyThere(error) ? t('catalogue.absentText') : reasonText(error, t)}</p>
      <Button onClick={onRetry}>{t('action.retry')}</Button>
    </div>
  )
}
