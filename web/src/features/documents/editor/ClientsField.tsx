import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import { ClientPicker } from '../../../components/ClientPicker'
import { ClientName } from '../components/ClientName'
import css from './DocumentDialog.module.css'

/** Whose document it is: one client, or several who share it. */
export function ClientsField({ clientIds, onClientIds }: { clientIds: readonly string[]; onClientIds: (ids: string[]) => void }) {
  const { t } = useTranslation()
  return (
    <div className={css.clients}>
      <ul aria-label={t('documents.field.client_ids')}>
        {clientIds.map((id) => (
          <li key={id}>
            <span className="one-line">
              <ClientName clientId={id} />
            </span>
            {clientIds.length > 1 && <IconButton small icon="close" name={t('documents.dropClient')} onClick={() => onClientIds(clientIds.filter((each) => each !== id))} />}
          </li>
        ))}
      </ul>
      <ClientPicker label={t('documents.alsoClient')} clientId={null} onClient={(id) => id !== null && !clientIds.includes(id) && onClientIds([...clientIds, id])} />
    </div>
  )
}
