// The last five invoices of a client as small cells. Each letter is one: see paying_strip of a row.
import type { TFunction } from 'i18next'

const CELL = 12
const STEP = 15
const HIGH = 14
const LOW = 6

const colours: Record<string, string> = {
  e: 'var(--early)',
  t: 'var(--accent)',
  o: 'var(--line-strong)',
  a: 'var(--late-1)',
  b: 'var(--late-2)',
  c: 'var(--late-3)',
  d: 'var(--late-4)',
}

export const stripWidth = 4 * STEP + CELL
export const stripHeight = HIGH

/** Cells as a background, which costs no elements. What is still open is lower than what is settled. */
export function stripBackground(strip: string, left: number, top: number): string {
  return Array.from(strip)
    .map((letter, place) => {
      const colour = colours[letter.toLowerCase()] ?? 'transparent'
      const height = letter === 'o' || letter !== letter.toLowerCase() ? LOW : HIGH
      const x = left + place * STEP
      return `linear-gradient(${colour}, ${colour}) ${x}px ${top + HIGH - height}px / ${CELL}px ${height}px no-repeat`
    })
    .join(', ')
}

const names: Record<string, string> = {
  e: 'strip.early', t: 'strip.onTime', o: 'strip.open',
  a: 'strip.late30', b: 'strip.late60', c: 'strip.late90', d: 'strip.late91',
  A: 'strip.openLate30', B: 'strip.openLate60', C: 'strip.openLate90', D: 'strip.openLate91',
}

/** The same in words, oldest first. */
export const stripText = (strip: string, t: TFunction): string =>
  Array.from(strip, (letter) => t(names[letter] ?? 'money.unknown')).join(', ')
