import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components/toast'
import { reasonText } from '../../lib/reasons'
import { refreshCard } from './refresh'

/** An act on a client: afterwards its card is read anew; a refusal is told. */
export function useCardAct<V>(
  clientId: string,
  act: (input: V) => Promise<unknown>,
  done?: string,
): UseMutationResult<unknown, Error, V> {
  const queries = useQueryClient()
  const { t } = useTranslation()
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      if (done) showToast(done)
    },
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
    onSettled: () => refreshCard(queries, clientId),
  })
}
