import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { startI18n } from './index'
import en from './en.json'
import lv from './lv.json'

type Tree = { [key: string]: string | Tree }
const PLURAL = /_(zero|one|other)$/

function flat(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [prefix + key] : flat(value, `${prefix}${key}.`)))
}
const lvKeys = flat(lv)
const enKeys = flat(en)
const stems = (keys: string[]): Set<string> => new Set(keys.map((key) => key.replace(PLURAL, '')))
const root = join(import.meta.dirname, '../../..')
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))

beforeAll(() => startI18n('lv'))

it('says everything in both languages', () => expect(stems(enKeys)).toEqual(stems(lvKeys)))

it('has every form of every plural', () => {
  for (const key of lvKeys.filter((k) => PLURAL.test(k))) {
    for (const form of ['zero', 'one', 'other']) expect(lvKeys).toContain(key.replace(PLURAL, `_${form}`))
  }
  for (const key of enKeys.filter((k) => PLURAL.test(k))) {
    for (const form of ['one', 'other']) expect(enKeys).toContain(key.replace(PLURAL, `_${form}`))
  }
})

it('knows every text the code asks for', () => {
  const known = stems(lvKeys)
  const asked = files(join(root, 'web/src'))
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.endsWith('schema.ts'))
    .flatMap((name) => [...readFileSync(name, 'utf8').matchAll(/\bt\('([a-zA-Z_.]+)'/g)].map((match) => match[1] ?? ''))
  expect(asked.length).toBeGreaterThan(150)
  expect(asked.filter((key) => !known.has(key))).toEqual([])
})

describe('Latvian plurals', () => {
  it.each([
    [0, '0 klientu'], [1, '1 klients'], [2, '2 klienti'], [10, '10 klientu'], [11, '11 klientu'], [12, '12 klientu'], [21, '21 klients'],
    [22, '22 klienti'], [101, '101 klients'], [111, '111 klientu'], [1001, '1\u00a0001 klients'], [29000, '29\u00a0000 klientu'],
  ])('%d', async (count, text) => {
    const i18n = startI18n('lv')
    await i18n.changeLanguage('lv')
    expect(i18n.t('clients.count', { count })).toBe(text)
  })
  it('reads right in English', async () => {
    const i18n = startI18n('lv')
    await i18n.changeLanguage('en')
    expect([1, 29000].map((count) => i18n.t('clients.count', { count }))).toEqual(['1 client', '29,000 clients'])
    await i18n.changeLanguage('lv')
  })
})

describe('reasons of refusals', () => {
  const protos = files(join(root, 'proto')).filter((name) => name.endsWith('error_reason.proto'))
  const reasons = protos.flatMap((name) =>
    [...readFileSync(name, 'utf8').matchAll(/^\s*ERROR_REASON_([A-Z_]+) = \d+/gm)].map((match) => match[1] ?? ''),
  )
  it('are found in the contracts', () => expect(reasons).toContain('ETAG_MISMATCH'))
  it.each(reasons.filter((reason) => reason !== 'UNSPECIFIED'))('%s is told in both languages', (reason) => {
    expect(lvKeys).toContain(`reason.${reason}`)
    expect(enKeys).toContain(`reason.${reason}`)
  })
})

it('names every special setting and every word of its lists', () => {
  const source = readFileSync(join(root, 'services/clients/model/special_settings.py'), 'utf8')
  const keys = [...source.matchAll(/SettingKey\(\s*"([a-z_]+)"/g)].map((match) => match[1] ?? '')
  expect(keys).toContain('payment_term_days')
  expect(keys.filter((key) => !lvKeys.includes(`setting.${key}`))).toEqual([])
})
