import { reader, UUID, withoutEmpty } from '../../lib/search'

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

/** Reads the URL's search part; what it does not know or understand is dropped. */
export function readGallerySearch(raw: Record<string, unknown>): GallerySearch {
  const { text, fits, flag } = reader(raw)
  return withoutEmpty({
    photo: fits('photo', UUID),
    tag: text('tag').slice(0, 50) || undefined,
    visit: fits('visit', UUID),
    bin: flag('bin'),
  })
}
