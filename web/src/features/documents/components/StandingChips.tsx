import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Card, Client, DocumentType } from '../../../lib/api/types'
import css from './DocumentsBlock.module.css'

type Standing = NonNullable<Card['sections']['documents']['data']>['standing']

/** What somebody should look at: documents that are missing, end soon or have ended. */
export function StandingChips({ client, standing, onMissing }: { client: Client; standing: Standing; onMissing: (type: DocumentType) => void }) {
  const { t } = useTranslation()
  const missing = standing.unmet.filter(({ client_kind }) => client_kind === client.kind)
  if (missing.length + standing.expiring + standing.expired === 0) return null
  return (
    <p className={css.chips}>
      {missing.map(({ type }) => (
        <button key={type} type="button" className={css.chip} title={t('documents.addMissing')} onClick={() => onMissing(type)}>
          {t('documents.missing', { type: t(`documents.type.${type}`).toLowerCase() })}
        </button>
      ))}
      {standing.expiring > 0 && (
        <Link to="/documents" search={{ client: client.id, ends: 'soon' }} className={css.chip}>
          {t('documents.expiring', { count: standing.expiring })}
        </Link>
      )}
      {standing.expired > 0 && (
        <Link to="/documents" search={{ client: client.id, ends: 'over' }} className={css.chip} data-late>
          {t('documents.expired', { count: standing.expired })}
        </Link>
      )}
    </p>
  )
}
