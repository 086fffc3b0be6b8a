import { useTranslation } from 'react-i18next'
import { Section } from '../../../components/Section'
import type { Card, Client } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { allYears } from '../turnover'
import { MonthBars } from './MonthBars'
import css from './TurnoverBlock.module.css'
import { UnitMatrix } from './UnitMatrix'
import { YearBars } from './YearBars'

interface Props {
  client: Client
  section: Card['sections']['turnover']
  units: Card['sections']['units']['data']
  year: number | undefined
  onYear: (year: number) => void
  onRetry: () => void
  retrying: boolean
}

/** What was billed: years, the months of one of them, units by years. */
export function TurnoverBlock({ client, section, units, year, onYear, onRetry, retrying }: Props) {
  const { t } = useTranslation()
  const turnover = section.data?.turnover
  const thisYear = Number(today().slice(0, 4))
  const years = turnover ? allYears(turnover, thisYear) : []
  const chosen = years.find((each) => each.year === year) ?? years[0]
  return (
    <Section
      id="turnover"
      title={t('turnover.title')}
      count={<span title={t('money.netBasis')}>{t('turnover.basis')}</span>}
      state={section.state}
      asOf={section.as_of}
      onRetry={onRetry}
      retrying={retrying}
    >
      {turnover && !chosen && <p className="quiet">{t('turnover.empty')}</p>}
      {turnover && chosen && (
        <div className={css.turnover}>
          <YearBars years={years} chosen={chosen.year} onYear={onYear} />
          <MonthBars clientId={client.id} turnover={turnover} year={chosen} before={years.find((each) => each.year === chosen.year - 1)} over={chosen.year < thisYear} />
          {turnover.units.some((unit) => unit.unit_id !== null) && <UnitMatrix client={client} turnover={turnover} years={years} units={units} />}
        </div>
      )}
    </Section>
  )
}
