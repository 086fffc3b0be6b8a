import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import type { InvoiceRow } from '../../../lib/api/types'
import { reasonText } from '../../../lib/reasons'
import { getInvoice } from '../api/invoice'
import { LinesTable } from '../document/LinesTable'
import { Settlement } from '../document/Settlement'
import css from './RowDetails.module.css'

/** What stands under an opened row: lines, and what was set against it. Its height is told to the list. */
export function RowDetails({ invoice, onHeight }: { invoice: InvoiceRow; onHeight: (height: number) => void }) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const whole = useQuery({ queryKey: ['invoice', invoice.id], queryFn: ({ signal }) => getInvoice(invoice.id, signal) })
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const observer = new ResizeObserver(() => onHeight(element.offsetHeight))
    observer.observe(element)
    return () => {
      observer.disconnect()
      onHeight(0)
    }
  }, [onHeight])
  return (
    <div ref={place} className={css.details} data-details>
      {whole.data ? (
        <>
          <LinesTable lines={whole.data.lines} />
          <Settlement invoice={whole.data} />
        </>
      ) : whole.error ? (
        <p role="alert">
          {reasonText(whole.error, t)} <Button small onClick={() => void whole.refetch()}>{t('action.retry')}</Button>
        </p>
      ) : (
        <p className="quiet">{t('loading')}</p>
      )}
    </div>
  )
}
