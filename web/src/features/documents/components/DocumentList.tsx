import { Link } from '@tanstack/react-router'
import { useImperativeHandle, type CSSProperties, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import css from '../../../components/RowList.module.css'
import { useRowList, type ListHandle } from '../../../components/useRowList'
import type { Document } from '../../../lib/api/types'
import { actorText } from '../../../lib/fieldText'
import { formatDay, formatInstantDay, formatSize } from '../../../lib/format'
import { clientOf } from '../../../lib/named'
import { columns, listWidth, template } from '../columns'
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

const rowId = (index: number): string => `document-${index}`

/** Documents, of which only those in view are drawn. */
export function DocumentList(props: Props) {
  const { t } = useTranslation()
  const { active } = props
  const list = useRowList({ ...props, key: JSON.stringify(props.search) })
  useImperativeHandle(props.ref, () => ({ focus: () => list.scroller.current?.focus({ preventScroll: true }) }))
  return (
    <div
      {...list.grid}
      ref={list.scroller}
      className={css.list}
      data-plain
      role="grid"
      aria-label={t('documents.list')}
      aria-rowcount={props.count + 1}
      aria-busy={props.outdated || props.loading}
      aria-activedescendant={active >= 0 ? rowId(active) : undefined}
      data-outdated={list.dimmed || undefined}
      style={{ '--cols': template, '--width': list.phone ? '0px' : `${listWidth}px` } as CSSProperties}
    >
      {!list.phone && (
        <div className={css.head} role="row">
          {columns.map(({ name }) => (
            <div key={name} role="columnheader">
              {t(`documents.column.${name}`)}
            </div>
          ))}
        </div>
      )}
      <div className={css.space} role="rowgroup" style={{ height: list.height }}>
        {list.drawn.map(({ index, row, top }) => (
          <div key={row?.id ?? index} className={css.place} data-index={index} role="presentation" style={{ top }}>
            <DocumentRow index={index} row={row} names={props.names} search={props.search} active={index === active} phone={list.phone} />
          </div>
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  index: number
  /** Nothing while it has not come. */
  row: Document | undefined
  names: Readonly<Record<string, string>>
  search: DocumentSearch
  active: boolean
  phone: boolean
}

/** One document as a row, or on a phone as two lines. */
function DocumentRow({ index, row, names, search, active, phone }: RowProps) {
  const { t, i18n } = useTranslation()
  const attributes = { id: rowId(index), role: 'row', 'aria-rowindex': index + 2, 'aria-selected': active, 'data-active': active || undefined, 'data-ready': row !== undefined || undefined }
  if (!row) return <div {...attributes} className={phone ? css.card : css.row} data-missing />
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
      <div {...attributes} className={css.card}>
        <div>
          <span className="one-line">{link}</span>
          <span className={own.type}>{type}</span>
        </div>
        <div>
          {clients}
          {state}
        </div>
      </div>
    )
  }
  return (
    <div {...attributes} className={css.row}>
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
    </div>
  )
}
