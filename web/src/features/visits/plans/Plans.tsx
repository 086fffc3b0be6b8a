import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../../app/keys'
import { Button } from '../../../components/Button'
import { Kbd } from '../../../components/Kbd'
import { Section } from '../../../components/Section'
import type { Unit, VisitPlan } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { useAct } from '../../../lib/useAct'
import { getPlans, putPlan } from '../api/plans'
import { refreshVisits } from '../change'
import { PlanDialog } from './PlanDialog'
import { inOrder, isOver, mayEnd, withLastDay } from './plans'
import css from './Plans.module.css'
import { planText } from './sentence'

/** What makes the visits of a unit, each plan as a sentence. */
export function Plans({ unit }: { unit: Unit }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<VisitPlan | 'new' | null>(null)
  const plans = useQuery({ queryKey: ['visits', unit.id, 'plans'], queryFn: ({ signal }) => getPlans(unit, signal) })
  const now = today()
  const end = useAct(
    (plan: VisitPlan) => putPlan(plan.id, withLastDay(plan, now), plan.etag),
    t('visits.plan.ended'),
    (queries) => refreshVisits(queries, unit.client_id),
  )
  useKeys({ 'Shift+n': () => setOpened('new') })
  const rows = plans.data && inOrder(plans.data, now)
  return (
    <Section
      id="visits-plans"
      title={t('visits.plan.title')}
      state={plans.error && !rows ? 'unavailable' : 'fresh'}
      onRetry={() => void plans.refetch()}
      retrying={plans.isFetching}
      action={
        <Button small look="ghost" icon="plus" onClick={() => setOpened('new')}>
          {t('visits.plan.add')}
          <span className={css.keys}>
            <Kbd keys="Shift N" />
          </span>
        </Button>
      }
    >
      {!rows && <p className="quiet">{t('loading')}</p>}
      {rows?.length === 0 && <p className="quiet">{t('visits.plan.none')}</p>}
      {rows && rows.length > 0 && (
        <ul className={css.plans} aria-label={t('visits.plan.title')}>
          {rows.map((plan) => (
            <li key={plan.id} data-over={isOver(plan, now) || undefined}>
              <p className={css.what}>
                <b>{plan.kind}</b> {plan.performers.join(' · ')}
                {plan.billable && <i>{t('visits.billable')}</i>}
              </p>
              <p className={css.when}>{planText(plan, t)}</p>
              <div className={css.acts}>
                <Button small onClick={() => setOpened(plan)} aria-label={`${t('action.edit')}: ${plan.kind}`}>
                  {t('action.edit')}
                </Button>
                {mayEnd(plan, now) && (
                  <Button small disabled={end.isPending} onClick={() => end.mutate(plan)} aria-label={`${t('visits.plan.end')}: ${plan.kind}`}>
                    {t('visits.plan.end')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {end.error && (
        <p className={css.refused} role="alert">
          {reasonText(end.error, t)}
        </p>
      )}
      {opened !== null && <PlanDialog unit={unit} plan={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </Section>
  )
}
