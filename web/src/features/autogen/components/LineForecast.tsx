import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../components/Section'
import type { AutogenLine } from '../../../lib/api/types'
import { getForecast } from '../api/lines'
import { byMonth, ofLine } from '../forecast'
import { PlannedInvoices } from './PlannedInvoices'

/** What the line brings in twelve months, with the texts it will have. */
export function LineForecast({ line }: { line: AutogenLine }) {
  const { t } = useTranslation()
  const forecast = useQuery({
    queryKey: ['autogen', 'forecast', line.client_id],
    queryFn: ({ signal }) => getForecast(line.client_id, signal),
    enabled: line.status !== 'ended',
  })
  if (line.status === 'ended') return null
  const months = forecast.data && byMonth(ofLine(forecast.data.invoices, line.id))
  return (
    <Section
      id="forecast"
      title={t('autogen.forecast')}
      state={forecast.error && !forecast.data ? 'unavailable' : 'fresh'}
      onRetry={() => void forecast.refetch()}
      retrying={forecast.isFetching}
    >
      {!months ? <p className="quiet">{t('loading')}</p> : months.length === 0 ? <p className="quiet">{t('autogen.nothingComing')}</p> : <PlannedInvoices heads={false} months={months} />}
    </Section>
  )
}
