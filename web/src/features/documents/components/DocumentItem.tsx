import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import type { Document } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { ContentLink } from './ContentLink'
import css from './DocumentsBlock.module.css'
import { ValidityMark } from './ValidityMark'

/** A document of the card of a client: what it is, whether it is in force, and its content. */
export function DocumentItem({ document, clientId, unit, onEdit }: { document: Document; clientId: string; unit: string; onEdit: () => void }) {
  const { t } = useTranslation()
  const { title, number } = document
  const facts = [t(`documents.type.${document.type}`), number && t('documents.numbered', { number }), formatDay(document.dated_on), unit]
  return (
    <li className={css.item}>
      <div className={css.what}>
        <Link to="/documents/$id" params={{ id: document.id }} search={{ client: clientId, card: true }}>
          {title}
        </Link>
        <span>{facts.filter(Boolean).join(' · ')}</span>
      </div>
      <ValidityMark document={document} />
      <div className={css.acts}>
        <ContentLink document={document} />
        <IconButton small icon="edit" name={t('documents.edit', { title })} onClick={onEdit} />
      </div>
    </li>
  )
}
