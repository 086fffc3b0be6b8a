import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import { Section } from '../../../components/Section'
import { formatDay } from '../../../lib/format'
import { getPeriods } from '../api/ledger'
import { standing } from '../ledger'
import css from './LinePage.module.css'
import { PeriodOutcome } from './PeriodOutcome'
import { LineMark } from './StateChips'

const SHOWN = 24

/** Every period that ever fell due, the latest first, and what became of it. */
export function LineLedger({ lineId }: { lineId: string }) {
  const { t } = useTranslation()
  const ledger = useQuery({
    queryKey: ['autogen', 'periods', 'line', lineId],
    queryFn: ({ signal }) => getPeriods({ line_id: lineId }, '', SHOWN, signal),
  })
  const periods = ledger.data?.periods
  return (
    <Section
      id="ledger"
      title={t('autogen.ledger')}
      state={ledger.error && !periods ? 'unavailable' : 'fresh'}
      onRetry={() => void ledger.refetch()}
      retrying={ledger.isFetching}
      action={
        periods && periods.length > 0 ? (
          <Link to="/autogen/periods" search={{ line: lineId }} className={css.all}>
            {t('autogen.openLedger')}
          </Link>
        ) : undefined
      }
    >
      {periods?.length === 0 && <p className="quiet">{t('autogen.noPeriods')}</p>}
      {periods && periods.length > 0 && (
        <div className={css.scroll}>
          <table className={css.table} aria-label={t('autogen.ledger')}>
            <thead>
              <tr>
                <th scope="col">{t('autogen.column.issue_on')}</th>
                <th scope="col">{t('autogen.column.period')}</th>
                <th scope="col">{t('autogen.column.status')}</th>
                <th scope="col" data-right>
                  {t('autogen.column.net')}
                </th>
                <th scope="col">{t('autogen.column.outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {periods.map((period) => (
                <tr key={period.id}>
                  <td>{formatDay(period.issue_on)}</td>
                  <td>
                    {formatDay(period.starts_on)}–{formatDay(period.ends_on)}
                  </td>
                  <td>
                    <LineMark status={standing(period)} />
                  </td>
                  <td data-right>
                    <Money value={period.net} />
                  </td>
                  <td className={css.outcome}>
                    <PeriodOutcome period={period} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}
