import { useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import { RowList } from '../../../components/RowList'
import type { ListHandle } from '../../../components/useRowList'
import type { InvoiceRow } from '../../../lib/api/types'
import { columns, type InvoiceColumn } from '../columns'
import { sortedBy, type InvoiceSearch, type SortColumn } from '../params'
import { InvoiceCells } from './InvoiceCells'
import { RowDetails } from './RowDetails'

interface Props {
  rows: readonly InvoiceRow[]
  /** How many there are, also those that have not come yet. */
  count: number
  loading: boolean
  outdated: boolean
  search: InvoiceSearch
  onSort: (column: SortColumn) => void
  active: number
  onActive: (index: number) => void
  expanded: string | null
  onExpand: (id: string | null) => void
  onOpen: (id: string) => void
  onMore: () => void
  ref: Ref<ListHandle>
}

/** Documents, of which only those in view are drawn; one of them may stand open. */
export function InvoiceList(props: Props) {
  const { rows, search, active, expanded, onExpand } = props
  const { t } = useTranslation()
  const [openHeight, setOpenHeight] = useState(0)
  const toggle = (index: number): void => {
    const row = rows[index]
    if (row) onExpand(expanded === row.id ? null : row.id)
  }
  const { column: sorted, descending } = sortedBy(search)
  const sortOf = ({ sort }: InvoiceColumn) => (sort && sort === sorted ? (descending ? 'descending' : 'ascending') : undefined)
  const heading = (column: InvoiceColumn) => {
    const { name, sort } = column
    const label = t(`invoices.column.${name}`)
    if (!sort) return label
    const order = sortOf(column)
    return (
      <button type="button" data-sorted={order} onClick={() => props.onSort(sort)}>
        {label}
        {order && <Icon name={order === 'descending' ? 'sortDown' : 'sortUp'} size={12} />}
      </button>
    )
  }
  return (
    <RowList
      {...props}
      of={JSON.stringify(search)}
      id="invoice"
      label={t('invoices.list')}
      columns={columns}
      heading={heading}
      sortOf={sortOf}
      keyOf={({ id }) => id}
      buttons
      stateOf={({ status }) => ({ 'data-off': status === 'annulled' || undefined })}
      cells={(row, phone) => <InvoiceCells row={row} expanded={row.id === expanded} phone={phone} />}
      below={(row) => row.id === expanded && <RowDetails invoice={row} onHeight={setOpenHeight} />}
      open={expanded === null ? -1 : rows.findIndex((row) => row.id === expanded)}
      openHeight={openHeight}
      onOpen={({ id }) => props.onOpen(id)}
      keys={{
        ' ': () => toggle(active),
        ArrowRight: () => onExpand(rows[active]?.id ?? null),
        ArrowLeft: () => onExpand(null),
      }}
      onPress={(target, index) => {
        const isToggle = target.closest('[data-toggle]') !== null
        if (isToggle) toggle(index)
        return isToggle
      }}
    />
  )
}
