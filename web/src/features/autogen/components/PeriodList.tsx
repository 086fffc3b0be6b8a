import { Link } from '@tanstack/react-router'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import css from '../../../components/RowList.module.css'
import { RowList } from '../../../components/RowList'
import type { ListHandle } from '../../../components/useRowList'
import type { PeriodRow as Row } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { clientOf, unitOf } from '../../../lib/named'
import { periodColumns } from '../columns'
import { isWaivable, standing } from '../ledger'
import type { PeriodSearch } from '../params'
import { PeriodOutcome } from './PeriodOutcome'
import own from './PeriodList.module.css'
import { LineMark } from './StateChips'

interface Props {
  rows: readonly Row[]
  /** Whether others have not come yet. */
  more: boolean
  loading: boolean
  outdated: boolean
  search: PeriodSearch
  active: number
  onActive: (index: number) => void
  chosen: ReadonlySet<string>
  onToggle: (index: number) => void
  onOpen: (row: Row) => void
  onMore: () => void
  ref: Ref<ListHandle>
}

/** Rows of the ledger, of which only those in view are drawn; those that are not decided can be selected. */
export function PeriodList(props: Props) {
  const { t } = useTranslation()
  const isChosen = (row: Row): boolean => props.chosen.has(row.id)
  return (
    <RowList
      {...props}
      of={JSON.stringify(props.search)}
      id="period"
      label={t('autogen.ledger')}
      count={props.rows.length}
      endless={props.more}
      columns={periodColumns}
      heading={({ name }) => t(`autogen.column.${name}`)}
      keyOf={({ id }) => id}
      selects
      stateOf={(row) => ({ 'aria-selected': isChosen(row), 'data-dim': row.status === 'skipped' || row.status === 'waived' || undefined })}
      cells={(row, phone) => <PeriodCells row={row} chosen={isChosen(row)} phone={phone} />}
      onPress={(target, index) => {
        const isChoice = target.closest('input') !== null
        if (isChoice) props.onToggle(index)
        return isChoice
      }}
    />
  )
}

/** One period as the cells of a row, or on a phone as two lines of text. */
function PeriodCells({ row, chosen, phone }: { row: Row; chosen: boolean; phone: boolean }) {
  const { t } = useTranslation()
  const day = formatDay(row.issue_on)
  const mark = <LineMark status={standing(row)} />
  const choice = (
    <span className={own.choice}>
      {isWaivable(row) && <input type="checkbox" tabIndex={-1} checked={chosen} readOnly aria-label={t('autogen.select', { service: row.service, day })} />}
    </span>
  )
  if (phone) {
    return (
      <>
        <div>
          <span className={own.who}>
            {choice}
            <span className="one-line">{clientOf(row)}</span>
          </span>
          <Money value={row.net} />
        </div>
        <div>
          <span className="one-line">
            {day} · {row.service}
          </span>
          {row.status === 'made' ? <PeriodOutcome period={row} linked={false} /> : mark}
        </div>
      </>
    )
  }
  return (
    <>
      <div role="gridcell" className={css.number}>
        {choice}
        {day}
      </div>
      <div role="gridcell">{mark}</div>
      <div role="gridcell" title={clientOf(row)}>
        {clientOf(row)}
      </div>
      <div role="gridcell" title={unitOf(row)}>
        {unitOf(row)}
      </div>
      <div role="gridcell" title={row.service}>
        <Link to="/autogen/$id" params={{ id: row.line_id }} tabIndex={-1}>
          {row.service}
        </Link>
      </div>
      <div role="gridcell" title={row.text}>
        {row.text}
      </div>
      <div role="gridcell" data-right data-strong>
        <Money value={row.net} />
      </div>
      <div role="gridcell" data-attention={row.status === 'failed' || undefined}>
        <PeriodOutcome period={row} linked={false} />
      </div>
    </>
  )
}
