import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { Button } from '../../components/Button'
import { ListBody } from '../../components/ListBody'
import foot from '../../components/ListFoot.module.css'
import css from '../../components/ListPage.module.css'
import type { ListHandle } from '../../components/useRowList'
import { LineFilterBar } from './components/LineFilterBar'
import { LineList } from './components/LineList'
import type { LineSearch } from './params'
import { useLines } from './useLists'

/** Every line that fits a filter. */
export function LinesPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search: LineSearch = useSearch({ from: '/autogen' })
  const { list, rows, count } = useLines(search)
  const [active, setActive] = useState(-1)
  const finder = useRef<HTMLInputElement>(null)
  const handle = useRef<ListHandle>(null)
  useEffect(() => {
    document.title = `${t('autogen.title')} · SYS`
  }, [t])
  useEffect(() => handle.current?.focus(), [])

  const change = (next: LineSearch): void => {
    setActive(-1)
    void navigate({ to: '/autogen', search: next, replace: true })
  }
  const write = (): void => void navigate({ to: '/autogen/new', search: { client: search.client, unit: search.unit } })
  useKeys({
    f: () => finder.current?.select(),
    '/': () => finder.current?.select(),
    n: write,
    l: () => void navigate({ to: '/autogen/periods', search: { client: search.client } }),
    u: () => void navigate({ to: '/autogen/indexations' }),
    Escape: () => {
      if (document.activeElement === finder.current) handle.current?.focus()
      else if (search.client) void navigate({ to: '/clients/$id', params: { id: search.client }, search: search.unit ? { unit: search.unit } : {} })
      else return false
      return true
    },
  })
  const narrowed = Boolean(search.status ?? search.service ?? search.unit)
  return (
    <main className={css.page}>
      <LineFilterBar
        search={search}
        onSearch={change}
        services={[...new Set(rows.map((row) => row.service))]}
        finder={finder}
        onList={() => handle.current?.focus()}
        onNew={write}
      />
      <ListBody
        query={list}
        isEmpty={rows.length === 0}
        absent={t('autogen.absent')}
        empty={
          <div className={css.message}>
            <h2>{t(search.client && !narrowed ? 'autogen.none' : 'autogen.empty')}</h2>
            {narrowed ? (
              <Button onClick={() => change({ client: search.client })}>{t('empty.dropAll')}</Button>
            ) : (
              <Button look="primary" onClick={write}>
                {t('autogen.new')}
              </Button>
            )}
          </div>
        }
      >
        <LineList
          ref={handle}
          rows={rows}
          count={list.hasNextPage ? (count ?? rows.length) : rows.length}
          loading={list.isPending}
          outdated={list.isPlaceholderData || list.error !== null}
          search={search}
          active={active}
          onActive={setActive}
          onOpen={(row) => void navigate({ to: '/autogen/$id', params: { id: row.id } })}
          onMore={() => {
            if (list.hasNextPage && !list.isFetching && !list.error) void list.fetchNextPage()
          }}
        />
      </ListBody>
      <footer className={foot.foot} role="region" aria-label={t('autogen.countLabel')}>
        <strong>{count !== null ? t('autogen.count', { count }) : t(list.isPending ? 'loading' : 'status.absent')}</strong>
      </footer>
    </main>
  )
}
