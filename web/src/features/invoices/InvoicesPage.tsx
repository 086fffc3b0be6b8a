import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { ListBody } from '../../components/ListBody'
import { showToast } from '../../components/toast'
import type { ListHandle } from '../../components/useRowList'
import { CreditDialog } from './acts/CreditDialog'
import { EmptyList } from './components/EmptyList'
import { FilterBar } from './components/FilterBar'
import { InvoiceList } from './components/InvoiceList'
import { PdfPane } from './components/PdfPane'
import { TotalsFoot } from './components/TotalsFoot'
import css from '../../components/ListPage.module.css'
import { nextSort, type InvoiceSearch } from './params'
import { PaymentDialog } from './payment/PaymentDialog'
import { useInvoiceList } from './useInvoiceList'

type Opened = { kind: 'payment'; clientId: string | null } | { kind: 'credit'; invoiceId: string } | null

/** Every document that fits a filter, with the totals of all of them. */
export function InvoicesPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search: InvoiceSearch = useSearch({ from: '/invoices' })
  const { list, rows, totals } = useInvoiceList(search)
  const [active, setActive] = useState(-1)
  const [expanded, setExpanded] = useState<string | null>(null)
  const [preview, setPreview] = useState(false)
  const [opened, setOpened] = useState<Opened>(null)
  const finder = useRef<HTMLInputElement>(null)
  const handle = useRef<ListHandle>(null)
  const row = rows[active]

  useEffect(() => {
    document.title = `${t('nav.invoices')} · SYS`
  }, [t])
  useEffect(() => handle.current?.focus(), [])

  const change = (next: InvoiceSearch): void => {
    setActive(-1)
    setExpanded(null)
    void navigate({ to: '/invoices', search: next, replace: true })
  }
  const open = (id: string): void => void navigate({ to: '/invoices/$id', params: { id } })
  const credit = (): void => {
    if (!row) showToast(t('invoices.chooseRow'))
    else if (row.type === 'credit_note' || row.status === 'draft' || row.status === 'annulled') {
      showToast(t('reason.INVOICE_NOT_ISSUED'), { tone: 'attention' })
    } else setOpened({ kind: 'credit', invoiceId: row.id })
  }
  const pay = (): void => setOpened({ kind: 'payment', clientId: row?.client_id ?? search.client ?? null })
  const write = (): void => void navigate({ to: '/invoices/new', search: { client: search.client, unit: search.unit } })
  const close = (): void => setOpened(null)
  useKeys({
    f: () => finder.current?.select(),
    '/': () => finder.current?.select(),
    n: write,
    p: pay,
    k: credit,
    d: () => setPreview(!preview),
    Escape: () => {
      if (document.activeElement === finder.current) handle.current?.focus()
      else if (preview) setPreview(false)
      else if (expanded) setExpanded(null)
      else if (search.client) void navigate({ to: '/clients/$id', params: { id: search.client }, search: search.unit ? { unit: search.unit } : {} })
      else return false
      return true
    },
  })
  return (
    <main className={css.page}>
      <FilterBar search={search} onSearch={change} finder={finder} onList={() => handle.current?.focus()} onNew={write} onPay={pay} />
      <ListBody
        query={list}
        isEmpty={rows.length === 0}
        absent={t('invoices.absent')}
        empty={<EmptyList search={search} onSearch={change} onNew={write} />}
        beside={preview && <PdfPane invoice={row ?? null} onClose={() => setPreview(false)} />}
      >
        <InvoiceList
          ref={handle}
          rows={rows}
          count={list.hasNextPage ? (totals?.count ?? rows.length) : rows.length}
          loading={list.isPending}
          outdated={list.isPlaceholderData || list.error !== null}
          search={search}
          onSort={(column) => change(nextSort(search, column))}
          active={active}
          onActive={setActive}
          expanded={expanded}
          onExpand={setExpanded}
          onOpen={open}
          onMore={() => {
            if (list.hasNextPage && !list.isFetching && !list.error) void list.fetchNextPage()
          }}
        />
      </ListBody>
      <TotalsFoot totals={totals} loading={list.isPending} search={search} />
      {opened?.kind === 'payment' && <PaymentDialog clientId={opened.clientId} onClose={close} />}
      {opened?.kind === 'credit' && <CreditDialog invoiceId={opened.invoiceId} onClose={close} />}
    </main>
  )
}
