import { useTranslation } from 'react-i18next'
import { cellText, isAhead, type Split } from '../months'
import css from './SplitText.module.css'

/** What was done of what was to be done; what is planned ahead stands by itself. */
export function SplitText({ split }: { split: Split }) {
  const { t } = useTranslation()
  return (
    <>
      {!isAhead(split) && cellText(split.due)}
      {split.ahead > 0 && (
        <small className={css.ahead} title={t('visits.ahead', { count: split.ahead })}>
          +{split.ahead}
        </small>
      )}
    </>
  )
}
