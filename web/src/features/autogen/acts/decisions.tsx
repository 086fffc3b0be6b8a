import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { AreaField } from '../../../components/Field'
import type { Period } from '../../../lib/api/types'
import { formatMoney, sumAmounts } from '../../../lib/money'
import { useAct } from '../../../lib/useAct'
import { approvePeriods, waivePeriods } from '../api/ledger'
import { refreshAutogen } from '../refresh'

interface Props {
  periods: readonly Period[]
  onDone: () => void
  onClose: () => void
}

const idsOf = (periods: readonly Period[]): string[] => periods.map(({ id }) => id)

/** How many there are and what they come to. */
function useAmount(periods: readonly Period[]): { count: number; amount: string } {
  const { i18n } = useTranslation()
  return { count: periods.length, amount: formatMoney({ amount: sumAmounts(periods.map(({ net }) => net.amount)), currency: 'EUR' }, i18n.language) }
}

/** Has them made that waited, and tried again that failed. */
export function ApproveDialog({ periods, onDone, onClose }: Props) {
  const { t } = useTranslation()
  const act = useAct(() => approvePeriods(idsOf(periods)), t('autogen.approved'), refreshAutogen)
  return (
    <ActDialog
      title={t('autogen.approveTitle')}
      text={t('autogen.approveText', useAmount(periods))}
      act={t('autogen.approve')}
      error={act.error}
      pending={act.isPending}
      onAct={() => act.mutate(undefined, { onSuccess: onDone })}
      onClose={onClose}
    />
  )
}

/** Lets them go for good. */
export function WaiveDialog({ periods, onDone, onClose }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const act = useAct(() => waivePeriods(idsOf(periods), reason.trim()), t('autogen.waived'), refreshAutogen)
  return (
    <ActDialog
      title={t('autogen.waiveTitle')}
      text={t('autogen.waiveText', useAmount(periods))}
      act={t('autogen.waive')}
      error={act.error}
      pending={act.isPending}
      ready={reason.trim() !== ''}
      onAct={() => act.mutate(undefined, { onSuccess: onDone })}
      onClose={onClose}
    >
      <AreaField required maxLength={500} label={t('field.reason')} value={reason} onText={setReason} />
    </ActDialog>
  )
}
