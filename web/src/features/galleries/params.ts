/** The URL's search part of the page of a gallery; everything may be left out. */
export interface GallerySearch {
  /** The file that stands open. */
  photo?: string
  tag?: string
  /** Only what was taken at this visit. */
  visit?: string
  /** The bin instead of the gallery. */
  bin?: true
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads the URL's search part; what it does not know or understand is dropped. */
export function readGallerySearch(raw: Record<string, unknown>): GallerySearch {
  const text = (name: string): string => {
    const value = Array.isArray(raw[name]) ? (raw[name] as unknown[]).at(-1) : raw[name]
    return typeof value === 'string' ? value : ''
  }
  return withoutEmpty({
    photo: UUID.test(text('photo')) ? text('photo') : undefined,
    tag: text('tag').slice(0, 50) || undefined,
    visit: UUID.test(text('visit')) ? text('visit') : undefined,
    bin: text('bin') === 'true' ? true : undefined,
  })
}

/** The search without what says nothing. */
export const withoutEmpty = (search: GallerySearch): GallerySearch => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
