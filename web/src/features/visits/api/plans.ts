import { call, get } from '../../../lib/api/http'
import { allPages } from '../../../lib/api/pages'
import type { Unit, VisitPlan, VisitPlanInput, VisitPlans } from '../../../lib/api/types'

/** Every plan of a unit. */
export const getPlans = ({ id, client_id }: Unit, signal?: AbortSignal): Promise<VisitPlan[]> =>
  allPages(
    (token) => get<VisitPlans>('/visit-plans', { client_id, unit_id: id, page_size: 1000, page_token: token }, signal),
    (page) => page.plans,
  )

/** The id is made here, so that sending again what may have arrived makes one plan. */
export const putPlan = (planId: string, plan: VisitPlanInput, etag?: string): Promise<VisitPlan> =>
  call('PUT', `/visit-plans/${planId}`, { body: plan, ...(etag ? { etag } : {}) })
