import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../components/Button'
import { ClientChip } from '../../../components/ClientChip'
import css from '../../../components/FilterBar.module.css'
import { today } from '../../../lib/format'
import { sameMonth, stepMonth, type Month } from '../months'
import { withoutEmpty } from '../../../lib/search'
import { lastMonth, shownMonth, type CheckSearch } from './check'
import own from './CheckFilterBar.module.css'

interface Props {
  search: CheckSearch
  onSearch: (search: CheckSearch) => void
  onMonth: (month: Month) => void
}

/** Which month, whose, and whether all of it. */
export function CheckFilterBar({ search, onSearch, onMonth }: Props) {
  const { t } = useTranslation()
  const shown = shownMonth(search)
  const usual = lastMonth(today())
  const set = (part: CheckSearch): void => onSearch(withoutEmpty({ ...search, ...part }))
  return (
    <div className={css.top}>
      <div className={css.line}>
        <h1 className={own.title}>
          {t('visits.check.title')} <span>{t('visits.monthOf', { year: shown.year, month: t(`month.${shown.month}`) })}</span>
        </h1>
        <div className={own.months}>
          <IconButton icon="left" name={t('visits.before')} onClick={() => onMonth(stepMonth(shown, -1))} />
          <IconButton icon="right" name={t('visits.after')} onClick={() => onMonth(stepMonth(shown, 1))} />
          <Button small disabled={sameMonth(shown, usual)} onClick={() => onMonth(usual)}>
            {t('visits.check.lastMonth')}
          </Button>
        </div>
      </div>
      <div className={css.filters} role="group" aria-label={t('filter.label')}>
        <div className={css.segments}>
          {([undefined, 'true'] as const).map((flagged) => (
            <button key={flagged ?? 'all'} type="button" aria-pressed={search.flagged === flagged} onClick={() => set({ flagged })}>
              {t(`visits.check.${flagged ? 'flagged' : 'all'}`)}
            </button>
          ))}
        </div>
        {search.client && <ClientChip clientId={search.client} onDrop={() => set({ client: undefined })} />}
      </div>
    </div>
  )
}
