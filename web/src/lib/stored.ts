// Small things remembered in this browser. Storage may be full, forbidden or hold nonsense: then the default holds.

export function readStored<T>(key: string, fallback: T, isValid: (value: unknown) => boolean): T {
  try {
    const text = localStorage.getItem(key)
    if (text === null) return fallback
    const value: unknown = JSON.parse(text)
    return isValid(value) ? (value as T) : fallback
  } catch {
    return fallback
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    if (value === null || value === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Nothing depends on it being remembered.
  }
}
