import { expect, it } from 'vitest'
import { ApiError } from '../lib/api/http'
import { queries } from './queries'

const retries = (status: number): number => {
  const retry = queries.getDefaultOptions().queries?.retry
  if (typeof retry !== 'function') throw new Error('no rule')
  let count = 0
  while (count < 9 && retry(count, new ApiError(status, {}))) count += 1
  return count
}

it('asks again what may be answered later, and nothing that will not', () => {
  expect([0, 429, 502, 503, 504].map(retries)).toEqual([2, 2, 2, 2, 2])
  expect([400, 401, 404, 409, 422, 500].map(retries)).toEqual([0, 0, 0, 0, 0, 0])
})
