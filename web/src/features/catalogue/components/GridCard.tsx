import { memo } from 'react'
import { Icon } from '../../../components/Icon'
import { StatusMark } from '../../../components/StatusMark'
import { matchedCell, nameText } from './cells'
import css from './Grid.module.css'
import { hrefOf, rowAttributes, type GridRowProps } from './GridRow'

/** One row on a phone: two lines instead of columns. */
export const GridCard = memo(function GridCard(props: GridRowProps) {
  const { row, t } = props
  return (
    <div {...rowAttributes(props)} className={css.card}>
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
                  <span className="mono">{row.registration_number}</span>
                  {row.city && ` · ${row.city}`}
                  {row.units_total > 0 && ` · ${t('units.count', { count: row.units_total })}`}
                </>
              )}
            </span>
          </div>
          {row.status !== 'active' && <StatusMark status={row.status} />}
        </>
      )}
    </div>
  )
})
