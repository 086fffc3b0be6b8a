import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../components/Section'
import { formatDay, formatInstantDay } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { getVersions } from '../api/documents'
import type { OriginSearch } from '../params'
import { ValidityMark } from './ValidityMark'
import css from './Versions.module.css'

/** What it came in place of, and what came in place of it, newest first. */
export function Versions({ documentId, origin }: { documentId: string; origin: OriginSearch }) {
  const { t } = useTranslation()
  const versions = useQuery({ queryKey: ['document', documentId, 'versions'], queryFn: ({ signal }) => getVersions(documentId, signal) })
  const documents = versions.data?.documents ?? []
  if (!versions.error && documents.length < 2) return null
  return (
    <Section id="versions" title={t('documents.versions')} count={documents.length || undefined}>
      {versions.error && <p className="quiet">{reasonText(versions.error, t)}</p>}
      <ol className={css.versions} aria-label={t('documents.versions')}>
        {documents.map((document, index) => (
          <li key={document.id} aria-current={document.id === documentId || undefined}>
            <Link to="/documents/$id" params={{ id: document.id }} search={origin}>
              {[document.title, document.number && t('documents.numbered', { number: document.number })].filter(Boolean).join(', ')}
            </Link>
            {index === 0 && <b>{t('documents.current')}</b>}
            <span>{formatDay(document.dated_on) || formatInstantDay(document.created_at)}</span>
            <ValidityMark document={document} />
          </li>
        ))}
      </ol>
    </Section>
  )
}
