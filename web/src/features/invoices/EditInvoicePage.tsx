import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import message from '../../app/Message.module.css'
import { Button } from '../../components/Button'
import type { Invoice } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
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
  if (!invoice.data && !invoice.error) return <main className={message.message} aria-busy="true" />
  return (
    <main className={message.message}>
      <h1>{invoice.data ? t('reason.INVOICE_ISSUED') : reasonText(invoice.error, t)}</h1>
      {invoice.data ? (
        <Link to="/invoices/$id" params={{ id }}>
          {t('invoice.open_document')}
        </Link>
      ) : (
        <Button onClick={() => void invoice.refetch()}>{t('action.retry')}</Button>
      )}
    </main>
  )
}

function Editing({ invoice }: { invoice: Invoice }) {
  const [start] = useState(() => typedOf(invoice))
  return <InvoiceEditor invoice={invoice} start={start} />
}
