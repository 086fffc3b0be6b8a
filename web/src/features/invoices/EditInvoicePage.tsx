import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import message from '../../app/Message.module.css'
import { StandIn } from '../../app/StandIn'
import type { Invoice } from '../../lib/api/types'
import { getInvoice } from './api/invoice'
import { typedOf } from './editor/draft'
import { InvoiceEditor } from './editor/InvoiceEditor'

export function EditInvoicePage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/invoices/$id/edit' })
  const invoice = useQuery({
    queryKey: ['invoice-to-edit', id],
    queryFn: ({ signal }) => getInvoice(id, signal),
    // The form must begin from what is there now; what changes afterwards is told when it is saved.
    staleTime: 0,
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
  useEffect(() => {
    document.title = `${t('invoice.editTitle')} · SYS`
  }, [t])
  if (invoice.data?.status === 'draft') return <Editing key={id} invoice={invoice.data} />
  if (!invoice.data) {
    return <StandIn error={invoice.error} onRetry={() => void invoice.refetch()} back={<Link to="/invoices">{t('invoices.back')}</Link>} />
  }
  return (
    <main className={message.message}>
      <h1>{t('reason.INVOICE_ISSUED')}</h1>
      <Link to="/invoices/$id" params={{ id }}>
        {t('invoice.open_document')}
      </Link>
    </main>
  )
}

function Editing({ invoice }: { invoice: Invoice }) {
  const [start] = useState(() => typedOf(invoice))
  return <InvoiceEditor invoice={invoice} start={start} />
}
