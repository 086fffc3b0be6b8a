import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import type { Document } from '../../../lib/api/types'
import { httpHref } from '../../../lib/href'
import { fileUrl } from '../api/documents'

/** Saves its file, or opens where it lies elsewhere. */
export function ContentLink({ document }: { document: Document }) {
  const { t } = useTranslation()
  const name = t(document.file ? 'documents.download' : 'documents.openLink', { title: document.title })
  return document.file ? (
    <a href={fileUrl(document.id)} download aria-label={name} title={name}>
      <Icon name="download" />
    </a>
  ) : (
    <a href={httpHref(document.url ?? '')} target="_blank" rel="noopener noreferrer" aria-label={name} title={name}>
      <Icon name="web" />
    </a>
  )
}
