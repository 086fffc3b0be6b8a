import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import type { InvoiceRow } from '../../../lib/api/types'
import { reasonText } from '../../../lib/reasons'
import { useDelayed } from '../../../lib/useDelayed'
import { getPdf } from '../api/files'
import css from './PdfPane.module.css'

const REST_MS = 250

/** The printed document of the row that is chosen, beside the list. */
export function PdfPane({ invoice, onClose }: { invoice: InvoiceRow | null; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  // Rows that are only passed by are not printed.
  const wanted = useDelayed(invoice, REST_MS)
  const pdf = useQuery({
    queryKey: ['invoice', wanted?.id, 'pdf', wanted?.version, i18n.language],
    queryFn: ({ signal }) => getPdf(wanted?.id ?? '', i18n.language, signal),
    enabled: wanted !== null,
    staleTime: Infinity,
    gcTime: 60_000,
  })
  const url = useMemo(() => (pdf.data ? URL.createObjectURL(pdf.data) : null), [pdf.data])
  useEffect(() => () => {
    if (url) URL.revokeObjectURL(url)
  }, [url])
  return (
    <aside className={css.pane} aria-label={t('invoices.preview')}>
      <header>
        <h2>{invoice ? invoice.number || t('invoices.noNumber') : t('invoices.preview')}</h2>
        <IconButton small icon="close" name={t('action.close')} onClick={onClose} />
      </header>
      {invoice === null ? (
        <p>{t('invoices.chooseRow')}</p>
      ) : pdf.error ? (
        <p role="alert">{reasonText(pdf.error, t)}</p>
      ) : url && wanted?.id === invoice.id ? (
        <iframe title={t('invoices.preview')} src={`${url}#toolbar=0&navpanes=0`} />
      ) : (
        <div className={css.sheet} aria-busy="true" />
      )}
    </aside>
  )
}
