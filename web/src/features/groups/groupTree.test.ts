import { expect, it } from 'vitest'
import { groupLines } from './groupTree'

const group = (id: string, parent_id: string | null = null) => ({ id, name: id, parent_id, etag: '', client_count: 0 })

it('shows groups under their parents and loses none', () => {
  const lines = groupLines([group('a'), group('b'), group('c', 'b'), group('d', 'gone'), group('e', 'f'), group('f', 'e')])
  expect(lines.map((line) => `${line.depth}${line.group.id}`)).toEqual(['0a', '0b', '1c', '0d', '0e', '0f'])
})
