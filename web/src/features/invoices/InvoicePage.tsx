import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { StandIn } from '../../app/StandIn'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { showToast } from '../../components/toast'
import type { Allocation } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import { CreditDialog } from './acts/CreditDialog'
import { AnnulDialog, DeleteDialog, IssueDialog, ReverseDialog, WriteOffDialog } from './acts/dialogs'
import { getInvoice } from './api/invoice'
import { ActBar } from './document/ActBar'
import { Facts } from './document/Facts'
import { LinesTable } from './document/LinesTable'
import { Party } from './document/Party'
import { Settlement } from './document/Settlement'
import { Sums } from './document/Sums'
import css from './InvoicePage.module.css'
import { PaymentDialog } from './payment/PaymentDialog'
import { possibleActs, type Act } from './possibleActs'
import { unitOf } from '../../lib/named'
import { clientName } from './shown'

type Opened = Act | { reverse: Allocation } | null

/** One document as people read it, with the acts its state allows. */
export function InvoicePage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = useParams({ from: '/invoices/$id' })
  const [opened, setOpened] = useState<Opened>(null)
  const query = useQuery({ queryKey: ['invoice', id], queryFn: ({ signal }) => getInvoice(id, signal) })
  const invoice = query.data
  const title = invoice ? [t(`invoiceType.${invoice.type}`), invoice.number].filter(Boolean).join(' ') : ''
  useEffect(() => {
    document.title = title ? `${title} · SYS` : 'SYS'
  }, [title])

  const toList = (): void => void navigate({ to: '/invoices', search: invoice ? { client: invoice.client_id } : {} })
  const acts = invoice ? possibleActs(invoice) : []
  const act = (name: Act): void => {
    if (!acts.includes(name)) showToast(t('invoice.notNow'))
    else if (name === 'edit') void navigate({ to: '/invoices/$id/edit', params: { id } })
    else setOpened(name)
  }
  useKeys({
    e: () => act('edit'),
    p: () => act('pay'),
    k: () => act('credit'),
    'Ctrl+Enter': () => act('issue'),
    Escape: toList,
  })
  if (!invoice) {
    return <StandIn error={query.error} onRetry={() => void query.refetch()} back={<Link to="/invoices">{t('invoices.back')}</Link>} />
  }
  const close = (): void => setOpened(null)
  return (
    <main className={css.page}>
      {query.error && (
        <Banner action={<Button small onClick={() => void query.refetch()}>{t('action.retry')}</Button>}>
          {t('catalogue.failed', { cause: reasonText(query.error, t) })}
        </Banner>
      )}
      <div className={css.inside}>
        <ActBar invoice={invoice} title={title} acts={acts} onAct={act} />
        <div className={css.columns}>
          <article className={css.sheet} data-off={invoice.status === 'annulled' || undefined}>
            <div className={css.parties}>
              <Party title={t('invoice.seller')} party={invoice.seller} absent={invoice.status === 'draft' ? t('invoice.sellerLater') : '—'} />
              <Party title={t('invoice.buyer')} party={invoice.buyer} absent={clientName(invoice)} clientId={invoice.client_id} unit={unitOf(invoice)} unitId={invoice.unit_id} />
            </div>
            <LinesTable lines={invoice.lines} />
            <Sums invoice={invoice} />
            {invoice.note && <p className={css.note}>{invoice.note}</p>}
          </article>
          <aside className={css.side}>
            <Facts invoice={invoice} />
            <Settlement invoice={invoice} onReverse={(reverse) => setOpened({ reverse })} />
          </aside>
        </div>
      </div>
      {opened === 'issue' && <IssueDialog invoice={invoice} onClose={close} />}
      {opened === 'delete' && <DeleteDialog invoice={invoice} onClose={close} onDeleted={toList} />}
      {opened === 'annul' && <AnnulDialog invoice={invoice} onClose={close} />}
      {opened === 'writeOff' && <WriteOffDialog invoice={invoice} onClose={close} />}
      {opened === 'credit' && <CreditDialog invoiceId={id} onClose={close} />}
      {opened === 'pay' && <PaymentDialog clientId={invoice.client_id} invoice={{ id, open: invoice.open.amount }} onClose={close} />}
      {opened !== null && typeof opened === 'object' && <ReverseDialog invoice={invoice} allocation={opened.reverse} onClose={close} />}
    </main>
  )
}
