// One way to call the BFF: JSON in, JSON out, every refusal an ApiError with the coded reason.

export interface FieldProblem {
  field: string
  rule: string
  message: string
}

interface Problem {
  status?: number
  title?: string
  detail?: string
  reason?: string
  trace_id?: string
  fields?: FieldProblem[]
  metadata?: Record<string, string>
  current?: unknown
}

/** A refusal by the BFF, or reason "NETWORK" when it did not answer at all, or not in the time that the caller gave it: status 0, or 408. */
export class ApiError extends Error {
  readonly status: number
  readonly reason: string
  readonly fields: FieldProblem[]
  readonly metadata: Record<string, string>
  readonly traceId: string
  /** On 409 the state that is there now. */
  readonly current: unknown

  constructor(status: number, problem: Problem) {
    super(problem.detail || problem.title || problem.reason || `HTTP ${status}`)
    this.name = 'ApiError'
    this.status = status
    this.reason = problem.reason ?? (status === 0 ? 'NETWORK' : 'INTERNAL')
    this.fields = problem.fields ?? []
    this.metadata = problem.metadata ?? {}
    this.traceId = problem.trace_id ?? ''
    this.current = problem.current
  }
}

type QueryValue = string | number | undefined | null | readonly string[]

/** Query string with repeated keys for lists; undefined, null and empty texts are left out. */
export function queryString(query: Record<string, QueryValue>): string {
  const out = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    if (typeof value === 'object') for (const item of value) out.append(key, item)
    else out.append(key, String(value))
  }
  const text = out.toString()
  return text ? `?${text}` : ''
}

interface Options {
  query?: Record<string, QueryValue>
  body?: unknown
  etag?: string
  idempotencyKey?: string
  signal?: AbortSignal
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem
  } catch {
    return {}
  }
}

async function send(method: string, path: string, accept: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: accept }
  if (method !== 'GET') headers['X-Requested-By'] = 'sys'
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  if (options.etag !== undefined) headers['If-Match'] = options.etag
  if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey
  let response: Response
  try {
    response = await fetch(`/api${path}${queryString(options.query ?? {})}`, {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    })
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'AbortError') throw error
    throw new ApiError(name === 'TimeoutError' ? 408 : 0, { reason: 'NETWORK' })
  }
  if (!response.ok) throw new ApiError(response.status, await problemOf(response))
  return response
}

async function contentOf(response: Response): Promise<unknown> {
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined
  return response.json()
}

export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  return (await contentOf(await send(method, path, 'application/json', options))) as T
}

interface Tagged<T> {
  content: T
  etag: string
}

/** The same for content that does not hold its entity tag itself. */
export async function callTagged<T>(method: string, path: string, options: Options = {}): Promise<Tagged<T>> {
  const response = await send(method, path, 'application/json', options)
  return { content: (await contentOf(response)) as T, etag: response.headers.get('etag') ?? '' }
}

export const get = <T>(path: string, query?: Options['query'], signal?: AbortSignal): Promise<T> =>
  call<T>('GET', path, { query, signal })

/** A file under the name that the BFF gives it. Read here and not by a link, so that a refusal is told and not saved. */
export async function getFile(path: string, query: Options['query']): Promise<File> {
  const response = await send('GET', path, '*/*', { query })
  const named = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')
  const content = await response.blob()
  return new File([content], decodeURIComponent(named?.[1] ?? path.split('/').at(-1) ?? ''), { type: content.type })
}
