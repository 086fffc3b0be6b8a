import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { CheckField, DayField, SelectField, TextField, type Hint } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import { ApiError } from '../../../lib/api/http'
import type { Unit, VisitPlan } from '../../../lib/api/types'
import { useAct } from '../../../lib/useAct'
import { putPlan } from '../api/plans'
import { refreshVisits, withTyped } from '../change'
import { complaintsOf, contentOf, emptyPlan, typedOf, type PlanContent, type TypedPlan } from './draft'
import css from './PlanDialog.module.css'
import { planText } from './sentence'
import { WeekdayPicker } from './WeekdayPicker'

const frequencies = ['days', 'weeks', 'months'] as const
const daysOff = ['keep', 'skip', 'before', 'after'] as const
const weeks = [0, 1, 2, 3, 4, -1]
const isPlan = (value: unknown): value is VisitPlan => typeof value === 'object' && value !== null && 'etag' in value && 'rule' in value

/** The plan as it is now, when that is why it was refused. */
const planOf = (error: Error | null): VisitPlan | null => (error instanceof ApiError && isPlan(error.current) ? error.current : null)

interface Props {
  unit: Unit
  /** None: a new one. */
  plan: VisitPlan | null
  onClose: () => void
}

/** Enters a plan or changes one. When somebody else was faster, what was typed stays on top of what they made of it. */
export function PlanDialog({ unit, plan, onClose }: Props) {
  const { t } = useTranslation()
  const [planId] = useState(() => plan?.id ?? crypto.randomUUID())
  const [base, setBase] = useState(plan)
  const [before, setBefore] = useState(() => (plan ? typedOf(plan) : emptyPlan()))
  const [typed, setTyped] = useState(before)
  const set = (part: Partial<TypedPlan>): void => setTyped((now) => ({ ...now, ...part }))
  const complaints = complaintsOf(typed)
  const content = contentOf(typed)
  const save = useAct(
    (what: PlanContent) => putPlan(planId, { ...what, client_id: unit.client_id, unit_id: unit.id }, base?.etag),
    t('visits.plan.saved'),
    (queries) => refreshVisits(queries, unit.client_id),
  )
  const onError = (error: Error): void => {
    const now = planOf(error)
    if (!now) return
    setTyped(withTyped(typedOf(now), before, typed))
    setBefore(typedOf(now))
    setBase(now)
  }
  const hint = (field: keyof TypedPlan, otherwise?: string): Hint | undefined => {
    const wrong = complaints[field]
    if (wrong) return { tone: 'attention', text: t(wrong) }
    return otherwise === undefined ? undefined : { tone: 'plain', text: otherwise }
  }
  const current = planOf(save.error)
  return (
    <ActDialog
      wide
      title={t(plan ? 'visits.plan.edit' : 'visits.plan.new')}
      act={t('action.save')}
      error={save.error}
      pending={save.isPending}
      ready={content !== null}
      onAct={() => {
        if (content) save.mutate(content, { onSuccess: onClose, onError })
      }}
      onClose={onClose}
    >
      {current && (
        <p className={form.note}>
          {t('visits.plan.current', { text: [current.kind, ...current.performers, planText(current, t)].filter(Boolean).join(' · ') })}
        </p>
      )}
      <TextField maxLength={100} label={t('visits.kind')} value={typed.kind} onText={(kind) => set({ kind })} />
      <TextField maxLength={500} label={t('visits.performers')} value={typed.performers} onText={(performers) => set({ performers })} hint={{ tone: 'plain', text: t('visits.plan.performersHint') }} />
      <TextField required inputMode="numeric" label={t('visits.plan.every')} value={typed.every} onText={(every) => set({ every })} hint={hint('every')} />
      <SelectField
        label={t('visits.plan.period')}
        value={typed.frequency}
        choices={frequencies.map((value) => ({ value, label: t(`visits.plan.unit.${value}`, { count: Number(typed.every) || 1 }) }))}
        onText={(value) => set({ frequency: value as TypedPlan['frequency'] })}
      />
      <WeekdayPicker hint={t(`visits.plan.weekdaysHint.${typed.frequency}`)} chosen={typed.weekdays} onChosen={(weekdays) => set({ weekdays })} />
      {typed.frequency === 'months' && typed.weekdays.length > 0 && (
        <SelectField
          label={t('visits.plan.weekOfMonth')}
          value={`${typed.week_of_month}`}
          choices={weeks.map((week) => ({ value: `${week}`, label: t(`visits.plan.week.${week}`) }))}
          onText={(value) => set({ week_of_month: Number(value) })}
        />
      )}
      <SelectField
        label={t('visits.plan.dayOff')}
        value={typed.day_off}
        choices={daysOff.map((value) => ({ value, label: t(`visits.plan.dayOffChoice.${value}`) }))}
        onText={(value) => set({ day_off: value as TypedPlan['day_off'] })}
      />
      <TextField required inputMode="numeric" label={t('visits.time')} value={typed.at} onText={(at) => set({ at })} hint={hint('at')} />
      <DayField required label={t('visits.plan.starts_on')} value={typed.starts_on} onDay={(starts_on) => set({ starts_on })} hint={hint('starts_on')} />
      <DayField label={t('visits.plan.ends_on')} value={typed.ends_on} onDay={(ends_on) => set({ ends_on })} hint={hint('ends_on', t('visits.plan.noEnd'))} />
      <CheckField label={t('visits.plan.billable')} checked={typed.billable} onChecked={(billable) => set({ billable })} />
      <p className={css.outcome} aria-live="polite">
        {content && <b>{planText(content, t)}</b>} {plan && t('visits.plan.follow')}
      </p>
    </ActDialog>
  )
}
