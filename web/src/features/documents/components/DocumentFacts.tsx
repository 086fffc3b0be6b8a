import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../components/Section'
import type { Document } from '../../../lib/api/types'
import { actorText } from '../../../lib/fieldText'
import { formatDay, formatInstant, formatSize } from '../../../lib/format'
import doc from '../../invoices/document/document.module.css'
import page from '../../invoices/InvoicePage.module.css'
import { getUnit } from '../../visits/api/visits'
import { ClientName } from './ClientName'

/** Everything that is written of a document. */
export function DocumentFacts({ document }: { document: Document }) {
  const { t, i18n } = useTranslation()
  const { unit_id: unitId, file } = document
  const unit = useQuery({ queryKey: ['unit', unitId], queryFn: ({ signal }) => getUnit(unitId ?? '', signal), enabled: unitId !== null, staleTime: 60_000 })
  const clients = document.client_ids.map((id) => (
    <div key={id}>
      <Link to="/clients/$id" params={{ id }}>
        <ClientName clientId={id} />
      </Link>
    </div>
  ))
  const facts: [name: string, value: ReactNode][] = [
    ['type', t(`documents.type.${document.type}`)],
    ['client_ids', clients],
    ['unit_id', unit.data?.name],
    ['number', document.number],
    ['dated_on', formatDay(document.dated_on)],
    ['valid_from', formatDay(document.valid_from)],
    ['valid_to', formatDay(document.valid_to)],
    ['file', file?.name],
    ['size', file && formatSize(file.size, i18n.language)],
    ['url', document.url],
    ['created_at', formatInstant(document.created_at)],
    ['updated_at', document.version > 1 && `${formatInstant(document.updated_at)}, ${actorText(document.updated_by, t)}`],
    ['note', document.note && <span className={page.note}>{document.note}</span>],
  ]
  return (
    <Section id="facts" title={t('documents.facts')}>
      <dl className={doc.facts}>
        {facts
          .filter(([, value]) => Boolean(value))
          .map(([name, value]) => (
            <div key={name}>
              <dt>{t(`documents.field.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Section>
  )
}
