import { call, get } from '../../../lib/api/http'
import type { AutogenRun, Period, PeriodListQuery, PeriodPage } from '../../../lib/api/types'

/** A page of the ledger, latest day of issue first. */
export const getPeriods = (query: PeriodListQuery, pageToken: string, pageSize: number, signal?: AbortSignal): Promise<PeriodPage> =>
  get('/autogen/periods', { ...query, page_token: pageToken, page_size: pageSize }, signal)

/** Has them made that waited, and those tried again that failed. */
export const approvePeriods = (periodIds: readonly string[]): Promise<{ periods: Period[] }> =>
  call('POST', '/autogen/periods/approve', { body: { period_ids: periodIds } })

/** Decides that they are not invoiced. */
export const waivePeriods = (periodIds: readonly string[], reason: string): Promise<{ periods: Period[] }> =>
  call('POST', '/autogen/periods/waive', { body: { period_ids: periodIds, reason } })

/** Makes what is due until a day, or tells what that would be. */
export const runAutogen = (until: string, dryRun: boolean, signal?: AbortSignal): Promise<AutogenRun> =>
  call('POST', '/autogen/run', { body: { until, dry_run: dryRun }, signal })
