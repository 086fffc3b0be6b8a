import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { Button } from '../../components/Button'
import { ListBody } from '../../components/ListBody'
import foot from '../../components/ListFoot.module.css'
import css from '../../components/ListPage.module.css'
import type { ListHandle } from '../../components/useRowList'
import { DocumentFilterBar } from './components/DocumentFilterBar'
import { DocumentList } from './components/DocumentList'
import { DocumentDialog } from './editor/DocumentDialog'
import type { DocumentSearch } from './params'
import { useDocuments } from './useDocuments'

/** The register: documents of all clients, and which of them end. */
export function DocumentsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search: DocumentSearch = useSearch({ from: '/documents' })
  const { list, rows, names, count } = useDocuments(search)
  const [active, setActive] = useState(-1)
  const [adding, setAdding] = useState(false)
  const handle = useRef<ListHandle>(null)
  useEffect(() => {
    document.title = `${t('documents.title')} · SYS`
  }, [t])
  useEffect(() => handle.current?.focus(), [])

  const { client } = search
  const change = (next: DocumentSearch): void => {
    setActive(-1)
    void navigate({ to: '/documents', search: next, replace: true })
  }
  useKeys({
    n: () => client !== undefined && !search.bin && setAdding(true),
    Escape: () => (client ? void navigate({ to: '/clients/$id', params: { id: client } }) : false),
  })
  const narrowed = Boolean(search.type ?? search.ends)
  const absent = narrowed ? 'documents.empty' : search.bin ? 'documents.emptyBin' : client ? 'documents.emptyClient' : 'documents.none'
  return (
    <main className={css.page}>
      <DocumentFilterBar search={search} onSearch={change} onNew={client && !search.bin ? () => setAdding(true) : undefined} />
      <ListBody
        query={list}
        isEmpty={rows.length === 0}
        absent={t('documents.absent')}
        empty={
          <div className={css.message}>
            <h2>{t(absent)}</h2>
            {narrowed && <Button onClick={() => change({ client, bin: search.bin })}>{t('empty.dropAll')}</Button>}
          </div>
        }
      >
        <DocumentList
          ref={handle}
          rows={rows}
          names={names}
          count={list.hasNextPage ? (count ?? rows.length) : rows.length}
          loading={list.isPending}
          outdated={list.isPlaceholderData || list.error !== null}
          search={search}
          active={active}
          onActive={setActive}
          onOpen={(row) => void navigate({ to: '/documents/$id', params: { id: row.id }, search })}
          onMore={() => {
            if (list.hasNextPage && !list.isFetching && !list.error) void list.fetchNextPage()
          }}
        />
      </ListBody>
      <footer className={foot.foot} role="region" aria-label={t('documents.countLabel')}>
        <strong>{count !== null ? t('documents.count', { count }) : t(list.isPending ? 'loading' : 'status.absent')}</strong>
      </footer>
      {adding && client && <DocumentDialog beginning={{ clientId: client }} onClose={() => setAdding(false)} />}
    </main>
  )
}
