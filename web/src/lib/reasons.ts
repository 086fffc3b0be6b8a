import type { TFunction } from 'i18next'
import { ApiError, type FieldProblem } from './api/http'

/** A refusal in the user's language: by its coded reason, with the trace id when it was nobody's fault. */
export function reasonText(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return t('reason.INTERNAL')
  const text = t(`reason.${error.reason}`, { ...error.metadata, defaultValue: t('reason.INTERNAL') })
  return error.reason === 'INTERNAL' && error.traceId ? `${text} (${error.traceId.slice(0, 8)})` : text
}

/** Nothing was wrong with the question: nobody was there to answer, and somebody may be soon. */
export const isNobodyThere = (error: ApiError): boolean => ['NETWORK', 'PART_UNAVAILABLE', 'DEADLINE_EXCEEDED'].includes(error.reason)

/** What is wrong with one field: by its coded rule, which is a reason or a rule of the contract. */
export function ruleText(problem: FieldProblem, t: TFunction): string {
  const keys = [`reason.${problem.rule.toUpperCase()}`, `rule.${problem.rule.replaceAll('.', '_')}`, 'validation.refused']
  return t(keys)
}
