/** The URL's search part of a gallery. */
export interface GallerySearch {
  /** The file that the viewer shows. */
  photo?: string
  tag?: string
  /** Only what was taken at this visit. */
  visit?: string
  /** The bin in place of the gallery. */
  bin?: 'yes'
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

export const readGallerySearch = (raw: Record<string, unknown>): GallerySearch => ({
  photo: text(raw.photo),
  tag: text(raw.tag),
  visit: text(raw.visit),
  bin: raw.bin === 'yes' ? 'yes' : undefined,
})
