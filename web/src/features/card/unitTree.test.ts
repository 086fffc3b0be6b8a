import { expect, it } from 'vitest'
import type { Unit } from '../../lib/api/types'
import { nameOnCard, possibleParents, unitLines } from './unitTree'

const unit = (id: string, parent: string | null = null, active = true): Unit => ({
  id, client_id: 'c', parent_id: parent, kind: 'branch', name: id, code: '', address: '', city: '', postcode: '', active, opened_on: null,
  closed_on: null, closed_reason: '', main: false, payer_client_id: null, served: true, phone: '', note: '', etag: 'e', latitude: null, longitude: null,
})
const shown = (units: Unit[]): string[] => unitLines(units).map(({ unit: each, depth }) => `${'-'.repeat(depth)}${each.id}`)

it('shows active units as a tree, closed ones after all of them', () => {
  expect(shown([unit('a'), unit('b'), unit('c', 'a'), unit('d', 'c'), unit('x', 'a', false)])).toEqual(['a', '-c', '--d', 'b', 'x'])
})
it('loses no unit whose parent is closed, missing or below itself', () => {
  expect(shown([unit('a', 'gone'), unit('b', 'x'), unit('x', null, false)])).toEqual(['a', 'b', 'x'])
  expect(shown([unit('p', 'q'), unit('q', 'p')]).sort()).toEqual(['p', 'q'])
})
it('offers no parent that would make a loop', () => {
  const units = [unit('a'), unit('b', 'a'), unit('c', 'b'), unit('d')]
  expect(possibleParents(units, 'a').map((each) => each.id)).toEqual(['d'])
  expect(possibleParents(units, null)).toHaveLength(4)
})
it('leaves out of a unit’s name what its client is called', () => {
  const client = { name_shown: 'Dzīvokļu īpašnieku biedrība "Ozolu 26"', name_core: 'Ozolu 26' }
  const names = ['Dzīvokļu īpašnieku biedrība Ozolu 26 Ogre', 'OZOLU 26 Ādaži', 'Ozolu 26', 'Ozolu 260', 'Birojs']
  expect(names.map((name) => nameOnCard({ name }, client))).toEqual(['Ogre', 'Ādaži', 'Ozolu 26', 'Ozolu 260', 'Birojs'])
})
