import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import { ClientPicker } from '../../../components/ClientPicker'
import { ClientName } from '../components/ClientName'
import css from './DocumentDialog.module.css'

/** Whose document it is: one client, or several who share it. */
export function ClientsField({ clientIds, onClientIds }: { clientIds: readonly string[]; onClientIds: (ids: string[]) => void }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className={css.clients}>
      <h3 id={id}>{t('documents.field.client_ids')}</h3>
      <ul aria-labelledby={id}>
        {clientIds.map((clientId) => (
          <li key={clientId}>
            <span className="one-line">
              <ClientName clientId={clientId} />
            </span>
            {clientIds.length > 1 && <IconButton small icon="close" name={t('documents.dropClient')} onClick={() => onClientIds(clientIds.filter((each) => each !== clientId))} />}
          </li>
        ))}
      </ul>
      <ClientPicker label={t('documents.alsoClient')} clientId={null} onClient={(added) => added !== null && !clientIds.includes(added) && onClientIds([...clientIds, added])} />
    </div>
  )
}
