// The search part of the URL, as the screens read and write it: texts, the last of several under one name.

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Ways to read it; what is not understood counts as not there. */
export function reader(raw: Record<string, unknown>) {
  const text = (name: string): string => {
    const value = Array.isArray(raw[name]) ? (raw[name] as unknown[]).at(-1) : raw[name]
    return typeof value === 'string' ? value : ''
  }
  return {
    text,
    oneOf: <T extends string>(name: string, values: readonly T[]): T | undefined => values.find((value) => value === text(name)),
    fits: (name: string, form: RegExp): string | undefined => (form.test(text(name)) ? text(name) : undefined),
    /** Written as true by the app, and read back as a text. */
    flag: (name: string): true | undefined => (raw[name] === true || text(name) === 'true' ? true : undefined),
  }
}

/** The search without what says nothing. */
export const withoutEmpty = <S extends object>(search: S): S =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== '')) as S
