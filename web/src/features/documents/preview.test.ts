import { expect, it } from 'vitest'
import { previewOf } from './preview'

const file = (media_type: string, size = 1) => ({ name: '', digest: '', media_type, size })

it('shows pictures and printed documents that memory can hold, and nothing that could act', () => {
  expect(['image/png', 'image/avif', 'application/pdf', 'image/svg+xml', 'text/html', 'image/heic'].map((type) => previewOf(file(type)))).toEqual([
    'picture', 'picture', 'pdf', null, null, null,
  ])
  expect(previewOf(file('application/pdf', 65 * 1024 * 1024))).toBeNull()
  expect(previewOf(null)).toBeNull()
})
