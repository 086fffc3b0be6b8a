import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components/toast'
import type { Document } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import { removeDocument, restoreDocument } from './api/documents'
import { refreshDocuments } from './refresh'

/** Brings a removed document back. */
export function useRestore(): (document: Pick<Document, 'id' | 'title'>) => Promise<void> {
  const queries = useQueryClient()
  const { t } = useTranslation()
  return async ({ id, title }) => {
    try {
      await restoreDocument(id)
      showToast(t('documents.restored', { title }))
    } catch (error) {
      showToast(reasonText(error, t), { tone: 'attention' })
    }
    void refreshDocuments(queries)
  }
}

/** Takes a document away; the message about it takes it back. */
export function useRemove(): UseMutationResult<Document, Error, Document> {
  const queries = useQueryClient()
  const { t } = useTranslation()
  const restore = useRestore()
  return useMutation({
    mutationFn: (document) => removeDocument(document),
    onSuccess: (document) => showToast(t('documents.removed', { title: document.title }), { action: { label: t('documents.undo'), run: () => void restore(document) } }),
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
    onSettled: () => void refreshDocuments(queries),
  })
}
