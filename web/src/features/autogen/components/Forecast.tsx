import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Money } from '../../../components/Money'
import type { Card } from '../../../lib/api/types'
import { reasonText } from '../../../lib/reasons'
import { getForecast } from '../api/lines'
import { byMonth } from '../forecast'
import css from './Forecast.module.css'
import { PlannedInvoices } from './PlannedInvoices'

type CardForecast = NonNullable<Card['sections']['autogen']['data']>['forecast']

/** Twelve months ahead: what each of them brings, and on demand every invoice as it will read. */
export function Forecast({ clientId, forecast }: { clientId: string; forecast: CardForecast }) {
  const { t } = useTranslation()
  const id = useId()
  const [open, setOpen] = useState(false)
  const whole = useQuery({ queryKey: ['autogen', 'forecast', clientId], queryFn: ({ signal }) => getForecast(clientId, signal), enabled: open })
  if (forecast.count === 0) return <p className="quiet">{t('autogen.nothingComing')}</p>
  return (
    <div className={css.forecast}>
      <ol className={css.months} aria-label={t('autogen.forecast')}>
        {forecast.months.map(({ year, month, net }) => (
          <li key={`${year}-${month}`}>
            <span className="quiet">
              {t(`monthShort.${month}`)} {String(year).slice(2)}
            </span>
            <Money value={net} />
          </li>
        ))}
      </ol>
      <Button small look="ghost" icon={open ? 'down' : 'right'} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {t('autogen.forecastInvoices', { count: forecast.count })}
      </Button>
      <div id={id}>
        {open && whole.data && <PlannedInvoices months={byMonth(whole.data.invoices)} />}
        {open && whole.isPending && <p className="quiet">{t('loading')}</p>}
        {open && whole.error && (
          <p role="alert">
            {reasonText(whole.error, t)}{' '}
            <Button small onClick={() => void whole.refetch()}>
              {t('action.retry')}
            </Button>
          </p>
        )}
      </div>
    </div>
  )
}
