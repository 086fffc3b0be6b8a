import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../../app/keys'
import { Button } from '../../../components/Button'
import { ListBody } from '../../../components/ListBody'
import foot from '../../../components/ListFoot.module.css'
import css from '../../../components/ListPage.module.css'
import type { ListHandle } from '../../../components/useRowList'
import type { VisitCheckRow } from '../../../lib/api/types'
import { monthOf, stepMonth, type Month } from '../months'
import { withoutEmpty } from '../../../lib/search'
import { checkQuery, getCheck, shownMonth, type CheckSearch } from './check'
import { CheckFilterBar } from './CheckFilterBar'
import { CheckList } from './CheckList'

/** Contracted, done and invoiced in a month: what does not agree comes first. */
export function CheckPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search: CheckSearch = useSearch({ from: '/visits/check' })
  const query = checkQuery(search)
  const check = useQuery({ queryKey: ['visits', 'check', query], queryFn: ({ signal }) => getCheck(query, signal), placeholderData: keepPreviousData })
  const [active, setActive] = useState(-1)
  const handle = useRef<ListHandle>(null)
  useEffect(() => {
    document.title = `${t('visits.check.title')} · SYS`
  }, [t])
  useEffect(() => handle.current?.focus(), [])

  const rows = check.data?.rows ?? []
  const shown = shownMonth(search)
  const change = (next: CheckSearch): void => {
    setActive(-1)
    void navigate({ to: '/visits/check', search: next, replace: true })
  }
  const go = ({ year, month }: Month): void => change({ ...search, year: `${year}`, month: `${month}` })
  const openClient = (row: VisitCheckRow): void => void navigate({ to: '/clients/$id', params: { id: row.client_id }, search: row.unit_id ? { unit: row.unit_id } : {} })
  const open = (row: VisitCheckRow): void => {
    const { year, month } = monthOf(row.to)
    if (row.unit_id) void navigate({ to: '/visits/$unit/$year/$month', params: { unit: row.unit_id, year: `${year}`, month: `${month}` } })
    else openClient(row)
  }
  const here = rows[active]
  useKeys({
    ArrowLeft: () => go(stepMonth(shown, -1)),
    ArrowRight: () => go(stepMonth(shown, 1)),
    f: () => change(withoutEmpty({ ...search, flagged: search.flagged ? undefined : 'true' })),
    c: () => here !== undefined && openClient(here),
    l: () => here?.line_id && void navigate({ to: '/autogen/$id', params: { id: here.line_id } }),
    r: () => here?.invoice_id && void navigate({ to: '/invoices/$id', params: { id: here.invoice_id } }),
    Escape: () => (search.client ? void navigate({ to: '/clients/$id', params: { id: search.client } }) : false),
  })
  const hidden = check.data ? check.data.count - rows.length : 0
  return (
    <main className={css.page}>
      <CheckFilterBar search={search} onSearch={change} onMonth={go} />
      <ListBody
        query={check}
        isEmpty={rows.length === 0}
        absent={t('visits.check.absent')}
        empty={
          <div className={css.message}>
            <h2>{t(search.flagged ? 'visits.check.noneFlagged' : 'visits.check.none')}</h2>
            {search.flagged ? <Button onClick={() => change(withoutEmpty({ ...search, flagged: undefined }))}>{t('empty.dropAll')}</Button> : <p>{t('visits.check.noneHint')}</p>}
          </div>
        }
      >
        <CheckList
          ref={handle}
          rows={rows}
          loading={check.isPending}
          outdated={check.isPlaceholderData || check.error !== null}
          of={JSON.stringify(query)}
          active={active}
          onActive={setActive}
          onOpen={open}
        />
      </ListBody>
      <footer className={foot.foot} role="region" aria-label={t('visits.check.countLabel')}>
        <strong>{check.data ? t('visits.check.count', { count: check.data.count }) : t(check.isPending ? 'loading' : 'status.absent')}</strong>
        {check.data && (
          <span className="quiet">
            {[t('visits.check.toCheck', { count: check.data.flagged }), hidden > 0 && t('visits.check.first', { shown: rows.length })].filter(Boolean).join(', ')}
          </span>
        )}
      </footer>
    </main>
  )
}
