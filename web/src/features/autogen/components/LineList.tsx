import { Link } from '@tanstack/react-router'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import css from '../../../components/RowList.module.css'
import { RowList } from '../../../components/RowList'
import type { ListHandle } from '../../../components/useRowList'
import type { AutogenLineRow } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { clientOf, unitOf } from '../../../lib/named'
import { lineColumns } from '../columns'
import { troubleOf } from '../lines'
import type { LineSearch } from '../params'
import { ruleText } from '../rule'
import { LineMark } from './StateChips'

interface Props {
  rows: readonly AutogenLineRow[]
  count: number
  loading: boolean
  outdated: boolean
  search: LineSearch
  active: number
  onActive: (index: number) => void
  onOpen: (row: AutogenLineRow) => void
  onMore: () => void
  ref: Ref<ListHandle>
}

/** Lines, of which only those in view are drawn. */
export function LineList(props: Props) {
  const { t } = useTranslation()
  return (
    <RowList
      {...props}
      of={JSON.stringify(props.search)}
      id="line"
      label={t('autogen.list')}
      columns={lineColumns}
      heading={({ name }) => t(`autogen.column.${name}`)}
      keyOf={({ id }) => id}
      stateOf={({ status }) => ({ 'data-dim': status === 'ended' || undefined })}
      cells={(row, phone) => <LineCells row={row} phone={phone} />}
    />
  )
}

/** One line as the cells of a row, or on a phone as two lines of text. */
function LineCells({ row, phone }: { row: AutogenLineRow; phone: boolean }) {
  const { t } = useTranslation()
  const trouble = troubleOf(row)
  const text = row.next_text || row.template
  const rule = ruleText(row.rule, t)
  const mark = trouble ? <LineMark status={trouble} /> : <LineMark status={row.status} />
  const link = (
    <Link to="/autogen/$id" params={{ id: row.id }} tabIndex={-1}>
      {row.service}
    </Link>
  )
  if (phone) {
    return (
      <>
        <div>
          <span className="one-line">{link}</span>
          <Money value={row.next_net} />
        </div>
        <div>
          <span className="one-line">{clientOf(row)}</span>
          {row.status === 'active' && !trouble ? formatDay(row.next_on) : mark}
        </div>
      </>
    )
  }
  return (
    <>
      <div role="gridcell" className={css.number} title={row.service}>
        {link}
      </div>
      <div role="gridcell" title={clientOf(row)}>
        {clientOf(row)}
      </div>
      <div role="gridcell" title={unitOf(row)}>
        {unitOf(row)}
      </div>
      <div role="gridcell" title={text}>
        {text}
      </div>
      <div role="gridcell" title={rule}>
        {rule}
      </div>
      <div role="gridcell" title={row.paused_reason || undefined}>
        {mark}
      </div>
      <div role="gridcell">{formatDay(row.next_on)}</div>
      <div role="gridcell" data-right data-strong>
        {row.status === 'active' && <Money value={row.next_net} />}
      </div>
    </>
  )
}
