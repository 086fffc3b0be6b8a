import { beforeAll, describe, expect, it } from 'vitest'
import { startI18n } from '../i18n'
import { lateness, payingText } from './paying'

let i18n: ReturnType<typeof startI18n>
beforeAll(() => {
  i18n = startI18n('lv')
})

it.each([[-30, 0], [-1, 0], [0, 1], [1, 2], [30, 2], [31, 3], [60, 3], [61, 4], [90, 4], [91, 5], [4000, 5]])('%d days late is step %d', (days, step) => {
  expect(lateness(days)).toBe(step)
})

describe('what a cell says', () => {
  it.each([
    [{ settled_on: '2026-03-01', days_late: -3 }, 'samaksāts 3 dienas pirms termiņa'],
    [{ settled_on: '2026-03-01', days_late: 0 }, 'samaksāts pēdējā dienā'],
    [{ settled_on: '2026-03-01', days_late: 21 }, 'samaksāts 21 dienu pēc termiņa'],
    [{ settled_on: null, days_late: 12 }, 'nav samaksāts, kavē 12 dienas'],
    [{ settled_on: null, days_late: 0 }, 'nav samaksāts, termiņš vēl nav pagājis'],
  ])('%j', (cell, text) => expect(payingText(cell, i18n.t)).toBe(text))
})
