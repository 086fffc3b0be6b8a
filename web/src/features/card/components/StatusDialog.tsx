import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import { DayField, SelectField, TextField } from '../../../components/Field'
import css from '../../../components/Form.module.css'
import type { Client, Status } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { setStatus } from '../api/acts'
import { useCardAct } from '../useCardAct'

const statuses: Status[] = ['prospect', 'active', 'suspended', 'closed']

export function StatusDialog({ client, activeUnits, onClose }: { client: Client; activeUnits: number; onClose: () => void }) {
  const { t } = useTranslation()
  const [status, choose] = useState<Status>(client.status)
  const [day, setDay] = useState<string | null>(today())
  const [reason, setReason] = useState('')
  const closing = status === 'closed'
  const act = useCardAct(client.id, () => setStatus(client, status, closing ? day : null, reason), t('saved'))
  return (
    <Dialog
      title={t('card.changeStatus')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            disabled={act.isPending || status === client.status || (closing && day === null)}
            onClick={() => act.mutate(undefined, { onSuccess: onClose })}
          >
            {t('action.save')}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <SelectField
          label={t('column.status')}
          value={status}
          choices={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
          onText={(value) => choose(value as Status)}
        />
        {closing && <DayField label={t('field.closed_on')} required value={day} onDay={setDay} />}
        <TextField wide label={t('field.reason')} value={reason} maxLength={500} onText={setReason} />
        {closing && activeUnits > 0 && <p className={css.warning}>{t('card.closingUnits', { count: activeUnits })}</p>}
      </div>
    </Dialog>
  )
}
