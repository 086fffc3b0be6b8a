import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import css from './Cloud.module.css'

/** How much has not been sent. */
export function Cloud({ count, of }: { count: number; of?: 'visit' }) {
  const { t } = useTranslation()
  if (count === 0 && of === 'visit') return null
  const text = count === 0 ? t('today.allSent') : t('today.unsent', { count })
  return (
    <span className={css.cloud} role="status" data-unsent={count > 0 || undefined} title={text}>
      <Icon name="cloud" />
      {count > 0 ? <span aria-hidden="true">{count}</span> : <Icon name="check" size={12} />}
      <span className="hidden-text">{text}</span>
    </span>
  )
}
