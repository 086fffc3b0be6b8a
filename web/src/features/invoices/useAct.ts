import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components/toast'
import { ApiError } from '../../lib/api/http'
import type { InvoiceRow } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import { refreshMoney } from './refresh'

/**
 * An act on a document. Afterwards everything that shows it is read anew, also when it was refused: of a document that somebody
 * changed meanwhile the present state is what a person must see before trying again.
 */
export function useAct<V, R>(invoice: Pick<InvoiceRow, 'client_id'>, act: (input: V) => Promise<R>, done: string): UseMutationResult<R, Error, V> {
  const queries = useQueryClient()
  const { t } = useTranslation()
  return useMutation({
    mutationFn: act,
    onSuccess: () => showToast(done),
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409) showToast(reasonText(error, t), { tone: 'attention' })
    },
    onSettled: () => refreshMoney(queries, invoice.client_id),
  })
}
