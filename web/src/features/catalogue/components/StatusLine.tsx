import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../lib/format'
import { CatalogueStatusMenu } from './CatalogueStatusMenu'
import type { SourceState } from '../rows/source'
import css from './StatusLine.module.css'

interface Props {
  state: SourceState
  active: number
}

/** How many there are, exactly, and how long it took. */
export function StatusLine({ state, active }: Props) {
  const { t, i18n } = useTranslation()
  const recognised = state.recognisedAs
  return (
    <footer className={css.line}>
      <span role="status" aria-live="polite">
        {state.total === null ? (
          t(state.error ? 'status.absent' : 'loading')
        ) : (
          <>
            <strong>{t('clients.count', { count: state.total })}</strong>
            {' · '}
            {t('status.took', { ms: formatNumber(state.tookMs < 10 ? Math.round(state.tookMs * 10) / 10 : Math.round(state.tookMs), i18n.language) })}
          </>
        )}
      </span>
      {recognised !== 'all' && recognised !== 'text' && (
        <span className={css.extra}>{t(`recognised.${recognised}`, { defaultValue: recognised })}</span>
      )}
      {state.degraded && <span className={css.degraded}>{t('status.degraded')}</span>}
      <span className={css.space} />
      {active >= 0 && state.total !== null && (
        <span className={css.extra}>{t('grid.position', { row: active + 1, count: state.total })}</span>
      )}
      <CatalogueStatusMenu />
    </footer>
  )
}
