import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { Button } from '../../components/Button'
import { ListBody } from '../../components/ListBody'
import css from '../../components/ListPage.module.css'
import { showToast } from '../../components/toast'
import type { ListHandle } from '../../components/useRowList'
import type { Period } from '../../lib/api/types'
import { ApproveDialog, WaiveDialog } from './acts/decisions'
import { RunDialog } from './acts/RunDialog'
import { PeriodFilterBar } from './components/PeriodFilterBar'
import { PeriodFoot } from './components/PeriodFoot'
import { PeriodList } from './components/PeriodList'
import { isApprovable, isWaivable } from './ledger'
import type { PeriodSearch } from './params'
import { usePeriods } from './useLists'

type Opened = 'run' | { decide: 'approve' | 'waive'; periods: Period[] } | null

/** The ledger: what became of every period that fell due, and what waits for somebody. */
export function PeriodsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search: PeriodSearch = useSearch({ from: '/autogen/periods' })
  const { list, rows } = usePeriods(search)
  const [active, setActive] = useState(-1)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [opened, setOpened] = useState<Opened>(null)
  const handle = useRef<ListHandle>(null)
  useEffect(() => {
    document.title = `${t('autogen.ledger')} · SYS`
  }, [t])
  useEffect(() => handle.current?.focus(), [])

  const change = (next: PeriodSearch): void => {
    setActive(-1)
    setChosen(new Set())
    void navigate({ to: '/autogen/periods', search: next, replace: true })
  }
  const selected = rows.filter((row) => chosen.has(row.id))
  const toggle = (index: number): void => {
    const row = rows[index]
    if (!row) return
    const next = new Set(chosen)
    if (!next.delete(row.id)) next.add(row.id)
    setChosen(next)
  }
  const decide = (how: 'approve' | 'waive'): void => {
    const row = rows[active]
    const periods = (selected.length > 0 ? selected : row ? [row] : []).filter(how === 'approve' ? isApprovable : isWaivable)
    if (periods.length > 0) setOpened({ decide: how, periods })
    else showToast(t(selected.length > 0 || row ? 'autogen.nothingToDecide' : 'invoices.chooseRow'), { tone: 'attention' })
  }
  const open = (row: Period): void => {
    if (row.invoice_id) void navigate({ to: '/invoices/$id', params: { id: row.invoice_id } })
    else void navigate({ to: '/autogen/$id', params: { id: row.line_id } })
  }
  useKeys({
    x: () => toggle(active),
    a: () => decide('approve'),
    w: () => decide('waive'),
    r: () => setOpened('run'),
    Escape: () => {
      if (chosen.size > 0) setChosen(new Set())
      else if (search.line) void navigate({ to: '/autogen/$id', params: { id: search.line } })
      else void navigate({ to: '/autogen', search: search.client ? { client: search.client } : {} })
    },
  })
  const done = (): void => {
    setChosen(new Set())
    setOpened(null)
  }
  const narrowed = Object.keys(search).length > 0
  return (
    <main className={css.page}>
      <PeriodFilterBar search={search} onSearch={change} onRun={() => setOpened('run')} />
      <ListBody
        query={list}
        isEmpty={rows.length === 0}
        absent={t('autogen.ledgerAbsent')}
        empty={
          <div className={css.message}>
            <h2>{t(narrowed ? 'autogen.noSuchPeriods' : 'autogen.noPeriods')}</h2>
            {narrowed && <Button onClick={() => change({})}>{t('empty.dropAll')}</Button>}
          </div>
        }
      >
        <PeriodList
          ref={handle}
          rows={rows}
          more={list.hasNextPage}
          loading={list.isPending}
          outdated={list.isPlaceholderData || list.error !== null}
          search={search}
          active={active}
          onActive={setActive}
          chosen={chosen}
          onToggle={toggle}
          onOpen={open}
          onMore={() => {
            if (list.hasNextPage && !list.isFetching && !list.error) void list.fetchNextPage()
          }}
        />
      </ListBody>
      <PeriodFoot
        rows={rows}
        known={list.data !== undefined}
        loading={list.isPending}
        more={list.hasNextPage}
        selected={selected}
        onChosen={(periods) => setChosen(new Set(periods.map(({ id }) => id)))}
        onDecide={decide}
      />
      {opened === 'run' && <RunDialog onClose={() => setOpened(null)} />}
      {opened !== null && opened !== 'run' && opened.decide === 'approve' && <ApproveDialog periods={opened.periods} onDone={done} onClose={() => setOpened(null)} />}
      {opened !== null && opened !== 'run' && opened.decide === 'waive' && <WaiveDialog periods={opened.periods} onDone={done} onClose={() => setOpened(null)} />}
    </main>
  )
}
