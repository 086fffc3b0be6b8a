import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import { formatDay } from '../../../lib/format'
import { unitOf } from '../../../lib/named'
import type { ForecastMonth } from '../forecast'
import css from './Forecast.module.css'
import { usePriceText } from './LineItem'

/** Month by month, the invoices with the texts they will have; of one line the months need no heads. */
export function PlannedInvoices({ months, heads = true }: { months: readonly ForecastMonth[]; heads?: boolean }) {
  const { t } = useTranslation()
  const priceText = usePriceText()
  return months.map(({ key, year, month, net, invoices }) => (
    <table key={key} className={css.month} data-plain={!heads || undefined}>
      <caption className={heads ? undefined : 'hidden-text'}>
        <strong>
          {t(`month.${month}`)} {year}
        </strong>{' '}
        <Money value={net} currency />
      </caption>
      {invoices.map((invoice, i) => (
        <tbody key={i}>
          {invoice.lines.map((line, at) => (
            <tr key={`${line.line_id}/${line.number}`}>
              <td className={css.day}>{at === 0 && formatDay(invoice.issue_on)}</td>
              <td>
                <Link to="/autogen/$id" params={{ id: line.line_id }} className={css.planned}>
                  {line.text}
                </Link>
                <span className={css.terms}>{[unitOf(invoice), priceText(line)].filter(Boolean).join(' · ')}</span>
              </td>
              <td className={css.sum}>
                <Money value={line.net} />
              </td>
            </tr>
          ))}
          {invoice.lines.length > 1 && (
            <tr className={css.together}>
              <td />
              <td>{t('autogen.oneInvoice')}</td>
              <td className={css.sum}>
                <Money value={invoice.net} />
              </td>
            </tr>
          )}
        </tbody>
      ))}
    </table>
  ))
}
