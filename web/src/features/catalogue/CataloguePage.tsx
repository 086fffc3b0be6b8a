import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Kbd } from '../../components/Kbd'
import { isNobodyThere, reasonText } from '../../lib/reasons'
import type { Row } from '../../lib/api/types'
import { usePhone } from '../../lib/media'
import css from './CataloguePage.module.css'
import { defaultWidth, readColumns, readWidths, storeColumns, storeWidths, type ColumnName, type WidthName } from './columns'
import { BulkBar } from './components/BulkBar'
import { ColumnsMenu } from './components/ColumnsMenu'
import { EmptyResult } from './components/EmptyResult'
import { FilterBar } from './components/FilterBar'
import { Finder } from './components/Finder'
import { Grid, type GridHandle } from './components/Grid'
import { rowId } from './components/GridRow'
import { NoAnswer } from './components/NoAnswer'
import { QuickView } from './components/QuickView'
import { StatusLine } from './components/StatusLine'
import { ViewsMenu } from './components/ViewsMenu'
import { isTextQuery, nextSort, sortedBy, type CatalogueSearch } from './params'
import { readPlace, storeList, storePlace } from './place'
import { sourceOf, useRowSource } from './rows/useRowSource'
import { countSelected, everything, nothing, rowKey, toggle, type Selection } from './selection'
import { moveByKey, onListKey } from './useListKeys'
import { useLiveSearch } from './useLiveSearch'

const GRID = 'catalogue-grid'

export function CataloguePage({ urlSearch }: { urlSearch: CatalogueSearch }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const phone = usePhone()
  const { search, change: setSearch, flush } = useLiveSearch(urlSearch)
  const { source, state, outdated, error, retry } = useRowSource(search)
  const [start] = useState(() => readPlace(urlSearch))
  const [active, setActiveRow] = useState(start.active)
  const [selection, setSelection] = useState<Selection>(nothing)
  const [quick, setQuick] = useState(false)
  const [widths, setWidths] = useState(readWidths)
  const columns = useMemo(() => readColumns(search.cols), [search.cols])
  const finder = useRef<HTMLInputElement>(null)
  const grid = useRef<GridHandle>(null)
  const anchor = useRef(-1)
  const total = state.total ?? 0
  const row = active >= 0 ? source.row(active) : undefined
  const latest = useRef({ search, active })
  useEffect(() => {
    latest.current = { search, active }
  })

  const setActive = useCallback((index: number) => setActiveRow(index), [])
  const change = useCallback(
    (next: CatalogueSearch) => {
      // Asked for before anything is drawn: every millisecond of a keystroke counts.
      sourceOf(next, queries).show(0, 1)
      setSearch(next)
      setActiveRow(-1)
      setSelection(nothing)
      anchor.current = -1
    },
    [queries, setSearch],
  )
  useEffect(() => {
    document.title = `${search.q ? `${search.q} · ` : ''}${t('nav.clients')} · SYS`
  }, [search.q, t])
  useEffect(() => {
    if (start.active >= 0) grid.current?.focus()
  }, [start.active])
  // A layout effect, because its end still finds the grid in the page.
  useLayoutEffect(() => {
    const place = latest
    const handle = grid
    return () => {
      if (handle.current) storePlace(place.current.search, { scrollTop: handle.current.scrollTop(), active: place.current.active })
    }
  }, [])

  const open = useCallback(
    async (index: number, opened: Row) => {
      await flush()
      storeList(search, index, opened.id)
      storePlace(search, { scrollTop: grid.current?.scrollTop() ?? 0, active: index })
      await navigate({ to: '/clients/$id', params: { id: opened.id }, search: opened.unit ? { unit: opened.unit.id } : {} })
    },
    [flush, navigate, search],
  )
  const list = {
    source, total, active, setActive, anchor, selection, setSelection, grid, open,
    toggleQuick: () => setQuick((now) => !now),
  }

  const onFinderKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') {
      event.preventDefault()
      const only = total === 1 && !outdated && isTextQuery(search) ? source.row(0) : undefined
      if (row && active >= 0 && !outdated) void open(active, row)
      else if (only) void open(0, only)
      else if (total > 0) {
        setActive(0)
        grid.current?.focus()
      }
    } else if (['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'].includes(event.key)) {
      event.preventDefault()
      moveByKey(list, event.key, event)
    } else if (event.key === 'Escape' && search.q) {
      event.preventDefault()
      event.stopPropagation()
      change({ ...search, q: undefined })
    }
  }
  const onPress = (index: number, pressed: Row, event: MouseEvent, on: 'row' | 'box' | 'link'): void => {
    setActive(index)
    if (on === 'box') setSelection(toggle(selection, rowKey(pressed)))
    else if (event.ctrlKey || event.metaKey) {
      if (on === 'row') setSelection(toggle(selection, rowKey(pressed)))
      return
    } else if (on === 'link' || phone || event.detail === 2) {
      event.preventDefault()
      void open(index, pressed)
      return
    }
    anchor.current = index
    grid.current?.focus()
  }
  useKeys({
    '/': () => {
      finder.current?.focus()
      finder.current?.select()
    },
    n: () => void flush().then(() => navigate({ to: '/clients/new' })),
    Escape: () => {
      if (quick) setQuick(false)
      else if (countSelected(selection, total) > 0) setSelection(nothing)
      else if (document.activeElement !== finder.current) finder.current?.focus()
      else return false
      return true
    },
  })
  const setColumns = (next: readonly ColumnName[]): void => {
    storeColumns(next)
    setSearch({ ...search, cols: next.join(',') })
  }
  const onWidth = (name: WidthName, width: number | null): void => {
    const next = { ...widths, [name]: width === null ? defaultWidth(name) : Math.round(Math.min(900, Math.max(48, width))) }
    setWidths(next)
    storeWidths(next)
  }
  const selected = countSelected(selection, total)
  const isEmpty = state.total === 0 && !outdated
  return (
    <main className={css.page}>
      <div className={css.top}>
        <div className={css.line}>
          <Finder
            ref={finder}
            text={search.q ?? ''}
            onText={(q) => {
              change({ ...search, q: q === '' ? undefined : q })
              if (q === '*' || q === '') finder.current?.focus()
            }}
            onKeyDown={onFinderKey}
            activeRowId={active >= 0 ? rowId(active) : undefined}
            gridId={GRID}
          />
          <Link to="/clients/new" className={css.new} title={t('client.new')}>
            <span>{t('client.new')}</span>
            <Kbd keys="N" />
          </Link>
        </div>
        <div className={css.line}>
          <FilterBar search={search} onSearch={change} />
          <span className={css.space} />
          <div className={css.tools}>
            <ViewsMenu search={search} />
            <ColumnsMenu columns={columns} onColumns={setColumns} onResetWidths={() => {
              storeWidths({} as Record<WidthName, number>)
              setWidths(readWidths())
            }} />
          </div>
        </div>
      </div>
      {error && state.total !== null && (
        <Banner action={<Button small onClick={retry}>{t('action.retry')}</Button>}>
          {isNobodyThere(error) ? t('catalogue.unanswered') : t('catalogue.failed', { cause: reasonText(error, t) })}
        </Banner>
      )}
      <div className={css.body} onKeyDown={(event) => {
        if ((event.target as HTMLElement).id === GRID) onListKey(list, event)
      }}>
        {error && state.total === null ? (
          <NoAnswer error={error} onRetry={retry} />
        ) : isEmpty ? (
          <EmptyResult search={search} onSearch={change} />
        ) : (
          <Grid
            ref={grid}
            id={GRID}
            source={source}
            state={state}
            outdated={outdated || error !== null}
            columns={columns}
            widths={widths}
            onWidth={onWidth}
            phone={phone}
            active={active}
            selection={selection}
            sorted={sortedBy(search)}
            onSort={(column) => change(nextSort(search, column))}
            startAt={start.scrollTop}
            onPress={onPress}
          />
        )}
        {quick && row && <QuickView row={row} onClose={() => setQuick(false)} />}
      </div>
      {selected > 0 && (
        <BulkBar
          search={search}
          selection={selection}
          total={total}
          columns={columns}
          onAll={() => setSelection(everything)}
          onClear={() => setSelection(nothing)}
        />
      )}
      <StatusLine state={state} active={active} />
    </main>
  )
}
