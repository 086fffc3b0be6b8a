import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { DayField, TextField } from '../../../components/Field'
import type { Visit } from '../../../lib/api/types'
import { formatDay, formatTime } from '../../../lib/format'
import { useAct } from '../../../lib/useAct'
import { putVisit } from '../api/visits'
import { isMovable, movedTo, refreshVisits, visitOf } from '../change'

interface Props {
  visit: Visit
  /** Where it is to be, until a person chooses another day here. */
  to: string
  onMoved: (visit: Visit) => void
  onClose: () => void
}

/** Asks why a planned visit is moved; it keeps its time of day. */
export function MoveDialog({ visit, to, onMoved, onClose }: Props) {
  const { t } = useTranslation()
  const [day, setDay] = useState<string | null>(to)
  const [reason, setReason] = useState('')
  const act = useAct(
    (now: Visit) => putVisit(now.id, movedTo(now, day ?? '', reason), now.etag),
    t('visits.moved', { day: formatDay(day) }),
    (queries) => refreshVisits(queries, visit.client_id),
  )
  // Why it was refused tells it sooner than the list that is read anew.
  const theirs = visitOf(act.error)
  const newest = theirs && theirs.version > visit.version && isMovable(theirs) ? theirs : visit
  return (
    <ActDialog
      title={t('visits.moveTitle', { day: formatDay(visit.day) })}
      text={[formatTime(visit.planned_start ?? ''), visit.kind, ...visit.performers].filter(Boolean).join(' · ')}
      act={t('visits.moveAct')}
      error={act.error}
      pending={act.isPending}
      ready={day !== null && day !== visit.day && reason.trim() !== ''}
      onAct={() => act.mutate(newest, { onSuccess: onMoved })}
      onClose={onClose}
    >
      <TextField wide required maxLength={300} label={t('visits.moveReason')} value={reason} onText={setReason} hint={{ tone: 'plain', text: t('visits.moveReasonHint') }} />
      <DayField required label={t('visits.moveTo')} value={day} onDay={setDay} />
    </ActDialog>
  )
}
