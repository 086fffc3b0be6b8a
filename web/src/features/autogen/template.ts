// Texts of lines: placeholders, and what they become for a period. services/autogen/model/template.py is the same rule.
import { formatDay } from '../../lib/format'

export type TextLanguage = 'lv' | 'en'

const months: Record<TextLanguage, readonly string[]> = {
  lv: ['janvāris', 'februāris', 'marts', 'aprīlis', 'maijs', 'jūnijs', 'jūlijs', 'augusts', 'septembris', 'oktobris', 'novembris', 'decembris'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
}

type Fill = (language: TextLanguage, starts: string, ends: string) => string

const monthNumber = (day: string): number => Number(day.slice(5, 7))
const monthName: Fill = (language, starts) => months[language][monthNumber(starts) - 1] ?? ''

/** The accusative: every Latvian month is masculine and ends in s or is. */
const afterPar: Fill = (language, starts, ends) => {
  const name = monthName(language, starts, ends)
  if (language !== 'lv') return name
  return name.endsWith('is') ? `${name.slice(0, -2)}i` : `${name.slice(0, -1)}u`
}

const fills: Record<string, Fill> = {
  periods: (_, starts, ends) => `${formatDay(starts)}–${formatDay(ends)}`,
  no: (_, starts) => formatDay(starts),
  līdz: (_, __, ends) => formatDay(ends),
  mēnesis: monthName,
  mēnesi: afterPar,
  ceturksnis: (_, starts) => `${Math.ceil(monthNumber(starts) / 3)}`,
  gads: (_, starts) => starts.slice(0, 4),
}
const english: Record<string, string> = { period: 'periods', from: 'no', to: 'līdz', month: 'mēnesis', quarter: 'ceturksnis', year: 'gads' }

const PLACEHOLDER = /\{([^{}]*)\}|[{}]/g

const fillOf = (name: string | undefined): Fill | undefined => {
  const key = name === undefined ? '' : (Object.hasOwn(english, name) ? english[name] : name) ?? ''
  return Object.hasOwn(fills, key) ? fills[key] : undefined
}

/** What people choose from, as they write it in a language. */
export const placeholders: Record<TextLanguage, readonly string[]> = {
  lv: Object.keys(fills),
  en: Object.keys(english),
}

/** The text of a period; what is no placeholder stays as it was typed. */
export const renderText = (template: string, language: TextLanguage, starts: string, ends: string): string =>
  template.replace(PLACEHOLDER, (whole: string, name: string | undefined) => fillOf(name)?.(language, starts, ends) ?? whole)

/** The first thing that cannot be put in: "{menesis}", or a lone brace. Null when there is none. */
export function wrongPlaceholder(template: string): string | null {
  for (const match of template.matchAll(PLACEHOLDER)) if (!fillOf(match[1])) return match[0]
  return null
}
