import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import type { Document } from '../../../lib/api/types'
import { httpHref } from '../../../lib/href'
import { reasonText } from '../../../lib/reasons'
import { fileUrl, readDocumentFile } from '../api/documents'
import { MOST_PIXELS, previewOf } from '../preview'
import css from './Preview.module.css'

/** What the document looks like, or why it cannot be shown. */
export function Preview({ document }: { document: Document }) {
  const { t } = useTranslation()
  const [pictureFailed, setPictureFailed] = useState(false)
  const [pixels, setPixels] = useState<number | null>(null)
  const kind = previewOf(document.file)
  // A picture that does not appear is asked for once more, as only then it is told why.
  const file = useQuery({
    queryKey: ['document', document.id, 'file'],
    queryFn: () => readDocumentFile(document.id),
    enabled: kind === 'pdf' || pictureFailed,
    staleTime: Infinity,
    gcTime: 60_000,
  })
  const url = useMemo(() => (kind === 'pdf' && file.data ? URL.createObjectURL(file.data) : null), [kind, file.data])
  useEffect(() => () => {
    if (url) URL.revokeObjectURL(url)
  }, [url])
  if (file.error) {
    return (
      <div className={css.none} role="alert" data-attention>
        <Icon name="attention" />
        <p>
          {t('documents.fileFailed')} {reasonText(file.error, t)}
        </p>
      </div>
    )
  }
  if (kind === 'pdf') return url ? <iframe className={css.pdf} title={t('documents.preview')} src={`${url}#toolbar=0&navpanes=0`} /> : <div className={css.pdf} aria-busy="true" />
  if (kind === 'picture' && !pictureFailed && (pixels ?? 0) <= MOST_PIXELS) {
    return (
      <img
        className={css.picture}
        hidden={pixels === null}
        src={fileUrl(document.id)}
        alt={document.title}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setPixels(naturalWidth * naturalHeight)}
        onError={() => setPictureFailed(true)}
      />
    )
  }
  return (
    <div className={css.none}>
      {document.url === null ? (
        <>
          <p>{t('documents.noPreview')}</p>
          <a href={fileUrl(document.id)} download>
            {t('documents.act.download')}
          </a>
        </>
      ) : (
        <>
          <p>{t('documents.isLink')}</p>
          <a href={httpHref(document.url)} target="_blank" rel="noopener noreferrer">
            {document.url}
          </a>
        </>
      )}
    </div>
  )
}
