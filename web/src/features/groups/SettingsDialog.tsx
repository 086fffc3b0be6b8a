import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/Dialog'
import type { Group } from '../../lib/api/types'
import { ScopeSettings } from '../settings/ScopeSettings'

/** Special settings of one group. */
export function SettingsDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog wide title={t('groups.settingsOf', { name: group.name })} onClose={onClose}>
      <ScopeSettings scope="group" ownerId={group.id} onSaved={onClose} />
    </Dialog>
  )
}
