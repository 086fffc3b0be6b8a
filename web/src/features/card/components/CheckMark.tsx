import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import type { CheckState } from '../../../lib/api/types'
import css from './CheckMark.module.css'

/** What the check of a number said: a small tick, or a warning that it may be mistyped. */
export function CheckMark({ state }: { state: CheckState }) {
  const { t } = useTranslation()
  if (state === 'none') return null
  return (
    <span className={css.mark} data-state={state} role="img" aria-label={t(`check.${state}`)} title={t(`check.${state}`)}>
      <Icon name={state === 'valid' ? 'check' : 'attention'} size={13} />
    </span>
  )
}
