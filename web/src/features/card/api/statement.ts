import { get, getFile } from '../../../lib/api/http'
import type { Statement } from '../../../lib/api/types'

/** Which days, and as it was known at the end of which day; null: as it is known now. */
export interface StatementDays {
  from: string
  to: string
  as_of: string | null
}

export const getStatement = (clientId: string, days: StatementDays, signal?: AbortSignal): Promise<Statement> =>
  get(`/clients/${clientId}/statement`, { ...days }, signal)

export const getStatementFile = (clientId: string, days: StatementDays, form: 'pdf' | 'xlsx', language: string): Promise<File> =>
  getFile(`/clients/${clientId}/statement.${form}`, { ...days, language })
