import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import { Tooltip, Tooltips } from '../../../components/Tooltip'
import type { Turnover } from '../../../lib/api/types'
import { formatNumber } from '../../../lib/format'
import { formatMoney } from '../../../lib/money'
import { useRoving } from '../../../lib/useRoving'
import { daysOf } from '../invoiceDays'
import { growth, monthPairs, scale, type MonthPair } from '../turnover'
import css from './MonthBars.module.css'

interface Props {
  clientId: string
  turnover: Turnover
  year: Turnover['years'][number]
  before: Turnover['years'][number] | undefined
  /** A year that goes on is not compared with a whole one. */
  over: boolean
}

/** The months of a year beside those of the year before; each opens its invoices. */
export function MonthBars({ clientId, turnover, year, before, over }: Props) {
  const { t, i18n } = useTranslation()
  const pairs = monthPairs(turnover, year.year)
  const { zero, high, bar } = scale(pairs.flatMap(({ now, before: was }) => [now.net.amount, was.net.amount]))
  const { row, tabIndex } = useRoving<HTMLDivElement>(12, 0)
  const change = before && over ? growth(year.net, before.net) : null
  const place = (amount: string) => ({ bottom: `${bar(amount).bottom * 100}%`, height: `${bar(amount).height * 100}%` })
  return (
    <figure className={css.months}>
      <figcaption className={css.caption}>
        <Link to="/invoices" search={{ client: clientId, ...daysOf(year.year) }} className={css.sum}>
          <i className={css.key} data-now aria-hidden="true" />
          {year.year} <Money value={year.net} currency />
        </Link>
        {before && (
          <Link to="/invoices" search={{ client: clientId, ...daysOf(before.year) }} className={css.sum} data-before>
            <i className={css.key} aria-hidden="true" />
            {before.year} <Money value={before.net} currency />
          </Link>
        )}
        {change !== null && <span className="quiet">{t('turnover.growth', { percent: `${change > 0 ? '+' : change < 0 ? '\u2212' : ''}${Math.abs(change)}` })}</span>}
        <span className={css.high}>{t('turnover.high', { amount: formatNumber(Math.round(high), i18n.language) })}</span>
      </figcaption>
      <Tooltips>
        <div {...row} className={css.plot} role="group" aria-label={t('turnover.months', { year: year.year })}>
          {pairs.map((pair, index) => (
            <Tooltip key={pair.month} text={<PairText pair={pair} />}>
              <Link
                to="/invoices"
                search={{ client: clientId, ...daysOf(year.year, pair.month) }}
                className={css.month}
                tabIndex={tabIndex(index)}
                aria-label={`${t(`month.${pair.month}`)} ${year.year}: ${formatMoney(pair.now.net, i18n.language)}`}
              >
                <span className={css.bars}>
                  <span className={css.zero} style={{ bottom: `${zero * 100}%` }} />
                  <span className={css.bar} style={place(pair.before.net.amount)} />
                  <span className={css.bar} data-now style={place(pair.now.net.amount)} />
                </span>
                <span className={css.name} aria-hidden="true">
                  {t(`monthShort.${pair.month}`)}
                </span>
              </Link>
            </Tooltip>
          ))}
        </div>
      </Tooltips>
    </figure>
  )
}

function PairText({ pair }: { pair: MonthPair }) {
  const { t } = useTranslation()
  return (
    <table className={css.pair}>
      <caption>{t(`month.${pair.month}`)}</caption>
      <tbody>
        {[pair.now, pair.before].map((month) => (
          <tr key={month.year}>
            <th scope="row">{month.year}</th>
            <td>
              <Money value={month.net} currency />
            </td>
            <td className="quiet">
              {t('turnover.gross')} <Money value={month.gross} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
