import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import openapiTS, { astToString, COMMENT_HEADER, type OpenAPI3 } from 'openapi-typescript'
import { expect, it } from 'vitest'

it('is what openapi.json says (npm run api makes it anew)', async () => {
  const description = JSON.parse(readFileSync(join(import.meta.dirname, '../../../openapi.json'), 'utf8')) as OpenAPI3
  const made = `${COMMENT_HEADER}${astToString(await openapiTS(description))}`
  expect(readFileSync(join(import.meta.dirname, 'schema.ts'), 'utf8')).toBe(made)
})
