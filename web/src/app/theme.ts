import { readStored, writeStored } from '../lib/stored'

export type Theme = 'light' | 'dark' | 'system'

const isTheme = (value: unknown): boolean => value === 'light' || value === 'dark' || value === 'system'

export const readTheme = (): Theme => readStored<Theme>('sys.theme', 'system', isTheme)

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

export function setTheme(theme: Theme): void {
  writeStored('sys.theme', theme)
  applyTheme(theme)
}
