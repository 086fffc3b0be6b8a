import { expect, it } from 'vitest'
import { readGallerySearch } from './params'

const id = '6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1'

it('reads the URL without what makes no sense', () => {
  expect(readGallerySearch({ photo: 'x', tag: '', visit: id, bin: 'maybe' })).toEqual({ visit: id })
  expect(readGallerySearch({ photo: [id], tag: 'jumts', bin: 'true' })).toEqual({ photo: id, tag: 'jumts', bin: true })
})
