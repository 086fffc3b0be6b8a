import { expect, it } from 'vitest'
import { bodyOf, complaintsOf, dueAmounts, emptyDraft, emptyLine, isChanged, patchOf, placeInForm, totalsOfDraft, type Typed } from './draft'

const client = '6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1'
const line = (text: string, unit_price: string, quantity = '1') => ({ ...emptyLine(), text, unit_price, quantity })
const draft = (part: Partial<Typed> = {}): Typed => ({ ...emptyDraft(client, null), lines: [line('Darbs', '100'), emptyLine()], ...part })
const due = (due_on: string | null, amount: string) => ({ key: `${due_on} ${amount}`, due_on, amount })

it('sends decimals with a point and no line that stands ready', () => {
  const { lines } = bodyOf(draft({ lines: [emptyLine(), line(' Apkope ', '1 234,5', '0,333')] }))
  expect(lines).toHaveLength(1)
  expect(lines?.[0]).toMatchObject({ text: 'Apkope', unit_price: '1234.5', quantity: '0.333', discount_percent: '', vat_rate: '21' })
})
it('gives the last due row what the others leave', () => {
  const parted = draft({ dues: [due('2026-01-10', '50'), due('2026-02-10', '')] })
  expect(dueAmounts(parted, totalsOfDraft(parted).gross)).toEqual([5_000n, 7_100n])
  expect(complaintsOf(parted).size).toBe(0)
})
it('tells due rows that do not make the whole', () => {
  expect([...complaintsOf(draft({ dues: [due('2026-01-10', '120,99')] })).keys()]).toEqual(['dues'])
  expect([...complaintsOf(draft({ dues: [due(null, '200'), due('2026-01-10', '')] })).keys()]).toEqual(['dues.0.due_on', 'dues.1.amount'])
})
it('complains about what is typed and not about what stands ready', () => {
  const lines = [line('', '5'), { ...line('a', 'x'), quantity: '1,2345' }, { ...line('b', '1'), discount_percent: '101' }, emptyLine()]
  expect([...complaintsOf(draft({ lines }))]).toEqual([
    ['lines.0.text', 'validation.required'], ['lines.1.quantity', 'validation.quantity'], ['lines.1.unit_price', 'validation.price'],
    ['lines.2.discount_percent', 'validation.percent'],
  ])
})
it('sends what changed and with lines the due rows that must sum to them', () => {
  const before = draft({ dues: [due('2026-01-10', '121')] })
  expect(patchOf(before, { ...before, note: 'Paldies' })).toEqual({ note: 'Paldies' })
  expect(Object.keys(patchOf(before, { ...before, lines: [line('Cits darbs', '100')] })).sort()).toEqual(['dues', 'lines'])
  expect(isChanged(before, { ...before, lines: [...before.lines, emptyLine()] })).toBe(false)
})
it('finds the line that the server means', () => {
  const skipping = draft({ lines: [emptyLine(), line('a', '1'), emptyLine(), line('b', '2')] })
  expect([placeInForm(skipping, 'lines.1.vat_rate'), placeInForm(skipping, 'dues.0.amount')]).toEqual(['lines.3.vat_rate', 'dues.0.amount'])
})
it('takes a line with a quantity of its own for begun', () => {
  expect([...complaintsOf(draft({ lines: [{ ...emptyLine(), quantity: '3' }] })).keys()]).toEqual(['lines.0.text', 'lines.0.unit_price'])
})
