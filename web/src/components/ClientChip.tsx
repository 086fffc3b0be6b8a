import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import css from './FilterBar.module.css'
import { Icon } from './Icon'
import { getClient } from '../lib/api/client'

/** Whose rows are shown; one press takes it off. */
export function ClientChip({ clientId, onDrop }: { clientId: string; onDrop: () => void }) {
  const { t } = useTranslation()
  const client = useQuery({ queryKey: ['client', clientId], queryFn: ({ signal }) => getClient(clientId, signal), staleTime: 60_000 })
  const name = client.data?.name_shown ?? '…'
  return (
    <button type="button" className={css.chip} aria-label={t('filter.dropNamed', { name })} title={t('filter.drop')} onClick={onDrop}>
      <span className="quiet">{t('field.client')}</span>
      <strong className="one-line">{name}</strong>
      <Icon name="close" size={12} />
    </button>
  )
}
