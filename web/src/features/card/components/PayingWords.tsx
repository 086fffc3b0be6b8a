import { useTranslation } from 'react-i18next'
import type { Paying } from '../../../lib/api/types'
import { describePaying } from '../describePaying'
import css from './PayingWords.module.css'

/** How they pay, in one sentence; with too few rows, why there is none. */
export function PayingWords({ paying }: { paying: Paying }) {
  const { t } = useTranslation()
  const words = describePaying(paying, t)
  if (!words) return <p className="quiet">{t('paying.tooFew', { count: paying.count })}</p>
  return (
    <p className={css.words}>
      <b>{words.onTime}</b>
      {words.rest.map((part) => `, ${part}`)}.{' '}
      <span className="quiet" title={t('paying.basis')}>
        {t('paying.from', { count: paying.count })}
      </span>
    </p>
  )
}
