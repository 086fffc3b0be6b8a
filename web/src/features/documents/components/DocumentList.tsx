import { Link } from '@tanstack/react-router'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import css from '../../../components/RowList.module.css'
import { RowList } from '../../../components/RowList'
import type { ListHandle } from '../../../components/useRowList'
import type { Document } from '../../../lib/api/types'
import { actorText } from '../../../lib/fieldText'
import { formatDay, formatInstantDay, formatSize } from '../../../lib/format'
import { clientOf } from '../../../lib/named'
import { columns } from '../columns'
import type { DocumentSearch } from '../params'
import own from './DocumentList.module.css'
import { ValidityMark } from './ValidityMark'

interface Props {
  rows: readonly Document[]
  /** Client → name. */
  names: Readonly<Record<string, string>>
  count: number
  loading: boolean
  outdated: boolean
  search: DocumentSearch
  active: number
  onActive: (index: number) => void
  onOpen: (row: Document) => void
  onMore: () => void
  ref: Ref<ListHandle>
}

/** Documents, of which only those in view are drawn. */
export function DocumentList(props: Props) {
  const { t } = useTranslation()
  return (
    <RowList
      {...props}
      of={JSON.stringify(props.search)}
      id="document"
      label={t('documents.list')}
      columns={columns}
      heading={({ name }) => t(`documents.column.${name}`)}
      keyOf={({ id }) => id}
      cells={(row, phone) => <DocumentCells row={row} names={props.names} search={props.search} phone={phone} />}
    />
  )
}

interface CellsProps {
  row: Document
  names: Readonly<Record<string, string>>
  search: DocumentSearch
  phone: boolean
}

/** One document as the cells of a row, or on a phone as two lines. */
function DocumentCells({ row, names, search, phone }: CellsProps) {
  const { t, i18n } = useTranslation()
  const type = t(`documents.type.${row.type}`)
  const link = (
    <Link to="/documents/$id" params={{ id: row.id }} search={search} tabIndex={-1}>
      {row.title}
    </Link>
  )
  const clientId = row.client_ids.find((id) => id === search.client) ?? row.client_ids[0] ?? ''
  const others = row.client_ids.filter((id) => id !== clientId)
  const clients = (
    <span className={own.clients}>
      <span className="one-line">{clientOf({ client_name: names[clientId] ?? null })}</span>
      {others.length > 0 && <b title={t('documents.shared', { count: row.client_ids.length })}>+{others.length}</b>}
    </span>
  )
  const state = row.removed_at ? (
    <span className={own.removed}>{t('documents.removedBy', { day: formatInstantDay(row.removed_at), who: actorText(row.updated_by, t) })}</span>
  ) : (
    <ValidityMark document={row} />
  )
  if (phone) {
    return (
      <>
        <div>
          <span className="one-line">{link}</span>
          <span className={own.type}>{type}</span>
        </div>
        <div>
          {clients}
          {state}
        </div>
      </>
    )
  }
  return (
    <>
      <div role="gridcell" className={css.number} title={row.title}>
        {link}
      </div>
      <div role="gridcell" title={type}>
        {type}
      </div>
      <div role="gridcell" title={row.number}>
        {row.number}
      </div>
      <div role="gridcell">{formatDay(row.dated_on)}</div>
      <div role="gridcell">
        {state}
      </div>
      <div role="gridcell">{clients}</div>
      <div role="gridcell">{row.file ? formatSize(row.file.size, i18n.language) : t('documents.link')}</div>
    </>
  )
}
