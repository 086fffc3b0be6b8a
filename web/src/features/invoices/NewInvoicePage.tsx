import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { emptyDraft } from './editor/draft'
import { InvoiceEditor } from './editor/InvoiceEditor'

export function NewInvoicePage() {
  const { t } = useTranslation()
  const { client, unit } = useSearch({ from: '/invoices/new' })
  const [start] = useState(() => emptyDraft(client ?? null, unit ?? null))
  useEffect(() => {
    document.title = `${t('invoices.new')} · SYS`
  }, [t])
  return <InvoiceEditor invoice={null} start={start} />
}
