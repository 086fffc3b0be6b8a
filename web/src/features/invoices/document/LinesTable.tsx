import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import type { InvoiceLine } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { decimalText } from '../shown'
import { rateText } from '../vat'
import css from './document.module.css'

/** Lines as they are printed. */
export function LinesTable({ lines }: { lines: readonly InvoiceLine[] }) {
  const { t, i18n } = useTranslation()
  const number = (text: string): string => decimalText(text, i18n.language)
  if (lines.length === 0) return <p className="quiet">{t('invoice.noLines')}</p>
  return (
    <div className={css.scroll}>
      <table className={css.lines}>
        <thead>
          <tr>
            <th scope="col">{t('line.text')}</th>
            <th scope="col" data-right>{t('line.quantity')}</th>
            <th scope="col">{t('line.unit')}</th>
            <th scope="col" data-right>{t('line.unit_price')}</th>
            {lines.some((line) => line.discount_percent !== '') && <th scope="col" data-right>{t('line.discount_percent')}</th>}
            <th scope="col" data-right>{t('line.vat')}</th>
            <th scope="col" data-right>{t('line.net')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index}>
              <td className={css.text}>
                {line.text}
                {line.period_from && (
                  <span className={css.period}>
                    {formatDay(line.period_from)} – {formatDay(line.period_to)}
                  </span>
                )}
              </td>
              <td data-right>{number(line.quantity)}</td>
              <td>{line.unit}</td>
              <td data-right>{number(line.unit_price)}</td>
              {lines.some((each) => each.discount_percent !== '') && <td data-right>{line.discount_percent && `${number(line.discount_percent)}\u00a0%`}</td>}
              <td data-right title={t(`vat.${line.vat_category}`)}>{rateText(line.vat_category, line.vat_rate, t)}</td>
              <td data-right>
                <Money value={line.net} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
