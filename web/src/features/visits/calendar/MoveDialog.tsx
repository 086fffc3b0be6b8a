import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { DayField, TextField } from '../../../components/Field'
import type { Visit } from '../../../lib/api/types'
import { formatDay, formatTime } from '../../../lib/format'
import { parseTime } from '../../../lib/riga'
import { useAct } from '../../../lib/useAct'
import { putVisit } from '../api/visits'
import { movedTo, refreshVisits } from '../change'

interface Props {
  visit: Visit
  /** Where it is to be, until a person chooses another day here. */
  to: string
  onMoved: (visit: Visit) => void
  onClose: () => void
}

/** Asks why a planned visit is moved; it keeps its time of day unless another is typed. */
export function MoveDialog({ visit, to, onMoved, onClose }: Props) {
  const { t } = useTranslation()
  const [day, setDay] = useState<string | null>(to)
  const before = formatTime(visit.planned_start ?? '')
  const [typed, setTyped] = useState(before)
  const [reason, setReason] = useState('')
  const time = parseTime(typed)
  const act = useAct(
    () => putVisit(visit.id, movedTo(visit, day ?? '', time ?? '', reason), visit.etag),
    t('visits.moved', { day: formatDay(day) }),
    (queries) => refreshVisits(queries, visit.client_id),
  )
  return (
    <ActDialog
      title={t('visits.moveTitle', { day: formatDay(visit.day) })}
      text={[before, visit.kind, ...visit.performers].filter(Boolean).join(' · ')}
      act={t('visits.moveAct')}
      error={act.error}
      pending={act.isPending}
      ready={day !== null && time !== null && (day !== visit.day || time !== before) && reason.trim() !== ''}
      onAct={() => act.mutate(undefined, { onSuccess: onMoved })}
      onClose={onClose}
    >
      <TextField wide required maxLength={300} label={t('visits.moveReason')} value={reason} onText={setReason} hint={{ tone: 'plain', text: t('visits.moveReasonHint') }} />
      <DayField required label={t('visits.moveTo')} value={day} onDay={setDay} />
      <TextField required inputMode="numeric" label={t('visits.moveTime')} value={typed} onText={setTyped} hint={time === null && typed.trim() !== '' ? { tone: 'attention', text: t('field.timeWrong') } : undefined} />
    </ActDialog>
  )
}
