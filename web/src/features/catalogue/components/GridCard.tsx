import { memo } from 'react'
import { Icon } from '../../../components/Icon'
import { StatusMark } from '../../../components/StatusMark'
import { matchedCell, nameText, sumText, UNKNOWN } from './cells'
import css from './Grid.module.css'
import { hrefOf, rowAttributes, type GridRowProps } from './GridRow'
import { Sum } from './MoneyCells'

/** One row on a phone: two lines instead of columns. */
export const GridCard = memo(function GridCard(props: GridRowProps) {
  const { row, words, t } = props
  const facts = row ? [row.city, row.units_total > 0 && t('units.count', { count: row.units_total })].filter(Boolean) : []
  return (
    <div {...rowAttributes(props)} className={row ? css.card : `${css.card} ${css.missing}`}>
      {row && (
        <>
          <div role="gridcell" className={css.cardMain}>
            <span className={css.cardName}>
              <a href={hrefOf(row)} tabIndex={-1}>
                {nameText(row)}
              </a>
              {row.notice && <Icon name="attention" size={13} />}
            </span>
            <span className={css.cardLine}>
              {matchedCell(row, t) ?? (
                <>
                  {row.registration_number && <span className="mono">{row.registration_number}</span>}
                  {row.registration_number && facts.length > 0 && ' · '}
                  {facts.join(' · ')}
                </>
              )}
            </span>
          </div>
          {row.overdue_cents !== 0 && (
            <span role="gridcell" aria-label={`${t('column.overdue_cents')} ${sumText('overdue_cents', row, words.language).join('')}`}>
              {row.overdue_cents === null ? (
                <span className="quiet" title={t('money.unknown')}>
                  {UNKNOWN}
                </span>
              ) : (
                <Sum name="overdue_cents" row={row} language={words.language} t={t} />
              )}
            </span>
          )}
          {row.status !== 'active' && <StatusMark status={row.status} />}
        </>
      )}
    </div>
  )
})
