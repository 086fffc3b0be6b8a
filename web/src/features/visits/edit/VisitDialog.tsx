import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { AreaField, CheckField, DayField, SelectField, TextField, type Hint } from '../../../components/Field'
import type { Visit, VisitInput, VisitStatus } from '../../../lib/api/types'
import { formatDay, formatInstant } from '../../../lib/format'
import { useAct } from '../../../lib/useAct'
import { putVisit } from '../api/visits'
import { refreshVisits, visitOf, withTyped } from '../change'
import { statuses } from '../statuses'
import { complaintsOf, contentOf, typedOf, type TypedVisit } from './draft'

/** Changes what is written of a visit. When somebody else was faster, what was typed stays on top of what they made of it. */
export function VisitDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { t } = useTranslation()
  const [base, setBase] = useState(visit)
  const [typed, setTyped] = useState(() => typedOf(visit))
  const set = (part: Partial<TypedVisit>): void => setTyped((now) => ({ ...now, ...part }))
  const complaints = complaintsOf(typed, base)
  const content = contentOf(typed, base)
  const save = useAct(
    (what: VisitInput) => putVisit(base.id, what, base.etag),
    t('visits.saved'),
    (queries) => refreshVisits(queries, visit.client_id),
  )
  const onError = (error: Error): void => {
    const now = visitOf(error)
    if (!now) return
    setTyped(withTyped(typedOf(now), typedOf(base), typed))
    setBase(now)
  }
  const hint = (field: keyof TypedVisit): Hint | undefined => (complaints[field] ? { tone: 'attention', text: t(complaints[field]) } : undefined)
  return (
    <ActDialog
      title={t('visits.editTitle', { day: formatDay(visit.day) })}
      text={base.planned_start ? t('visits.plannedAt', { moment: formatInstant(base.planned_start) }) : undefined}
      act={t('action.save')}
      error={save.error}
      pending={save.isPending}
      ready={content !== null}
      onAct={() => {
        if (content) save.mutate(content, { onSuccess: onClose, onError })
      }}
      onClose={onClose}
    >
      <SelectField
        label={t('visits.status')}
        value={typed.status}
        choices={statuses.map((value) => ({ value, label: t(`visitStatus.${value}`) }))}
        onText={(value) => set({ status: value as VisitStatus })}
      />
      <DayField label={t('visits.arrivalDay')} value={typed.day} onDay={(day) => set({ day })} hint={hint('day')} />
      <TextField inputMode="numeric" label={t('visits.arrival')} value={typed.started} onText={(started) => set({ started })} hint={hint('started')} />
      <TextField inputMode="numeric" label={t('visits.departure')} value={typed.ended} onText={(ended) => set({ ended })} hint={hint('ended')} />
      <TextField maxLength={100} label={t('visits.kind')} value={typed.kind} onText={(kind) => set({ kind })} />
      <TextField maxLength={500} label={t('visits.performers')} value={typed.performers} onText={(performers) => set({ performers })} hint={{ tone: 'plain', text: t('visits.plan.performersHint') }} />
      <AreaField label={t('visits.note')} rows={3} maxLength={5000} value={typed.note} onText={(note) => set({ note })} />
      <CheckField label={t('visits.invoiceIt')} checked={typed.billable} onChecked={(billable) => set({ billable })} />
    </ActDialog>
  )
}
