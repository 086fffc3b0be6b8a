import { useTranslation } from 'react-i18next'
import type { Amount } from '../lib/api/types'
import { amountParts, currencyMark } from '../lib/money'
import css from './Money.module.css'

interface Props {
  /** Nothing when it is not known: that is never shown as zero. */
  value: Amount | null | undefined
  /** Shows € too; columns say it in their head. Other money than euro always says so. */
  currency?: boolean
}

/** An amount: digits under digits, the cents quieter. */
export function Money({ value, currency }: Props) {
  const { t, i18n } = useTranslation()
  if (!value) {
    return (
      <span className={css.money} title={t('money.unknown')}>
        —
      </span>
    )
  }
  const { sign, whole, cents } = amountParts(value.amount, i18n.language)
  return (
    <span className={css.money}>
      {sign}
      {whole}
      <span className={css.cents}>{cents}</span>
      {(currency || value.currency !== 'EUR') && <span className={css.cents}>{`\u00a0${currencyMark(value.currency)}`}</span>}
    </span>
  )
}
