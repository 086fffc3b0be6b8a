import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../../components/toast'
import { ApiError } from '../../../lib/api/http'
import type { Document } from '../../../lib/api/types'
import { uploadFile } from '../../../lib/upload'
import { putDocument } from '../api/documents'
import { inputOf, type DocumentDraft } from '../draft'
import { refreshDocuments } from '../refresh'

interface Saved {
  draft: DocumentDraft
  /** Of a new document that is no link. */
  file: File | null
  supersedesId: string | null
  /** What is being changed; nothing for a new one. */
  base: Pick<Document, 'id' | 'etag'> | null
}

/** Sends the file first, then the document with its upload; closing the window stops both. */
export function useSave(onSaved: (document: Document) => void) {
  const queries = useQueryClient()
  const { t } = useTranslation()
  const [newId] = useState(() => crypto.randomUUID())
  const [sent, setSent] = useState<number | null>(null)
  const uploaded = useRef<{ file: File; id: string } | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  const upload = async (file: File): Promise<string> => {
    if (uploaded.current?.file === file) return uploaded.current.id
    stop.current = new AbortController()
    setSent(0)
    const id = await uploadFile(file, { onProgress: setSent, signal: stop.current.signal })
    uploaded.current = { file, id }
    return id
  }
  const save = useMutation({
    mutationFn: async ({ draft, file, supersedesId, base }: Saved) => {
      const uploadId = file ? await upload(file) : undefined
      return putDocument(base?.id ?? newId, inputOf(draft, { uploadId, supersedesId }), base?.etag)
    },
    onSuccess: (document) => {
      showToast(t('documents.saved'))
      void refreshDocuments(queries)
      onSaved(document)
    },
    onError: (error) => {
      if (error instanceof ApiError && error.reason === 'UPLOAD_NOT_FOUND') uploaded.current = null
    },
    onSettled: () => setSent(null),
  })
  return { save, sent }
}
