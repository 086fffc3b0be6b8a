import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../lib/api/http'

const RETRIES = 2

/** Asking again helps only when the server was not there, not well, or had too much to do. */
const mayRetry = (count: number, error: unknown): boolean =>
  count < RETRIES && error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 502)

export const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: mayRetry, staleTime: 5_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})
