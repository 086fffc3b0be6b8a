import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const pairs = new Map([...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((m) => [m[1] ?? '', [m[2] ?? '', m[3] ?? ''] as const]))

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const color = (name: string, mode: 0 | 1): string => {
  const pair = pairs.get(name)
  if (!pair) throw new Error(`no token ${name}`)
  return pair[mode]
}

describe.each([['light', 0], ['dark', 1]] as const)('%s', (_name, mode) => {
  const grounds = ['ground', 'surface', 'raised', 'sunken', 'hover', 'selected']
  it.each(['text', 'text-2', 'text-3', 'accent', 'attention', 'late'])('%s can be read everywhere (AA, 4.5)', (text) => {
    for (const ground of grounds) expect(contrast(color(text, mode), color(ground, mode)), ground).toBeGreaterThanOrEqual(4.5)
  })
  it.each([['on-accent', 'accent'], ['attention', 'attention-soft'], ['accent', 'accent-soft'], ['text', 'mark'], ['text-3', 'accent-soft']])('%s can be read on %s', (text, ground) => {
    expect(contrast(color(text, mode), color(ground, mode))).toBeGreaterThanOrEqual(4.5)
  })
  it.each(['early', 'accent', 'late-1', 'late-2', 'late-3', 'late-4'])('%s can be seen as a bar (3.0)', (bar) => {
    expect(contrast(color(bar, mode), color('surface', mode))).toBeGreaterThanOrEqual(3)
  })
  it('edges of boxes to tick can be seen (3.0)', () => expect(contrast(color('field-line', mode), color('surface', mode))).toBeGreaterThanOrEqual(3))
})
