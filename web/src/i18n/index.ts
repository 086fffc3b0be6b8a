import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { formatNumber } from '../lib/format'
import { readStored, writeStored } from '../lib/stored'
import en from './en.json'
import lv from './lv.json'

export const languages = ['lv', 'en'] as const
export type Language = (typeof languages)[number]

const isLanguage = (value: unknown): boolean => value === 'lv' || value === 'en'

export function startI18n(language: Language = readStored<Language>('sys.language', 'lv', isLanguage)): i18n {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'lv',
    resources: { lv: { translation: lv }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  i18next.services.formatter?.add('n', (value: unknown, lng) => formatNumber(Number(value), lng ?? 'lv'))
  document.documentElement.lang = language
  return i18next
}

export function setLanguage(language: Language): void {
  writeStored('sys.language', language)
  document.documentElement.lang = language
  void i18next.changeLanguage(language)
}
