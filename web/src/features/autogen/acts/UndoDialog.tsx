import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import type { Indexation } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { useAct } from '../../../lib/useAct'
import { undoIndexation } from '../api/indexations'
import { changeText } from '../components/IndexationTable'
import { refreshAutogen } from '../refresh'

/** Takes a change of prices back, while nothing was invoiced by it. */
export function UndoDialog({ indexation, onClose }: { indexation: Indexation; onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct(() => undoIndexation(indexation.id), t('autogen.undoDone'), refreshAutogen)
  return (
    <ActDialog
      title={t('autogen.undoTitle')}
      text={t('autogen.undoText', { change: changeText(indexation), day: formatDay(indexation.from), count: indexation.lines })}
      act={t('autogen.undo')}
      error={act.error}
      pending={act.isPending}
      onAct={() => act.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
