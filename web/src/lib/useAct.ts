import { useMutation, useQueryClient, type QueryClient, type UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '../components/toast'
import { ApiError } from './api/http'
import { reasonText } from './reasons'

const isConflict = (error: Error | null): boolean => error instanceof ApiError && error.status === 409

/**
 * An act of a dialog. Afterwards everything that shows its thing is read anew, also when it was refused: of a thing that somebody
 * changed meanwhile the present state is what a person must see before trying again.
 */
export function useAct<V, R>(act: (input: V) => Promise<R>, done: string, refresh: (queries: QueryClient) => Promise<unknown>): UseMutationResult<R, Error, V> {
  const queries = useQueryClient()
  const { t } = useTranslation()
  return useMutation({
    mutationFn: act,
    onSuccess: () => showToast(done),
    onError: (error) => {
      if (isConflict(error)) showToast(reasonText(error, t), { tone: 'attention' })
    },
    onSettled: (_, error) => {
      const read = refresh(queries)
      // A person is told to look at the present state when it is there.
      return isConflict(error) ? read : undefined
    },
  })
}
