import type { Media, MediaInput } from '../../lib/api/types'

export interface MediaMonth {
  year: number
  month: number
  media: Media[]
}

/** Files as they came, last taken first, in their months. */
export function monthsOf(media: readonly Media[]): MediaMonth[] {
  const months: MediaMonth[] = []
  for (const one of media) {
    const last = months.at(-1)
    if (last?.year === one.year && last.month === one.month) last.media.push(one)
    else months.push({ year: one.year, month: one.month, media: [one] })
  }
  return months
}

const shownAt = ({ taken_at, created_at }: Media): string => taken_at ?? created_at ?? ''

/** A list with a file as it is now; another time puts it into another place. */
export const withChanged = (list: readonly Media[], changed: Media): Media[] =>
  list.map((one) => (one.id === changed.id ? changed : one)).sort((a, b) => (shownAt(a) < shownAt(b) ? 1 : shownAt(a) > shownAt(b) ? -1 : 0))

/** Where a key leads from a file in months drawn one below the other, each in rows of `columns`; the same file at an edge. */
export function stepFrom(sizes: readonly number[], columns: number, index: number, key: string): number {
  const count = sizes.reduce((sum, size) => sum + size, 0)
  const within = (next: number): number => Math.min(count - 1, Math.max(0, next))
  if (index < 0) return count > 0 ? 0 : -1
  if (key === 'ArrowLeft') return within(index - 1)
  if (key === 'ArrowRight') return within(index + 1)
  if (key === 'Home') return within(0)
  if (key === 'End') return within(count)
  const rows: { first: number; length: number }[] = []
  let first = 0
  for (const size of sizes) {
    for (let at = 0; at < size; at += columns) rows.push({ first: first + at, length: Math.min(columns, size - at) })
    first += size
  }
  const row = rows.findIndex((each) => index < each.first + each.length)
  const next = rows[row + (key === 'ArrowDown' ? 1 : -1)]
  return next ? next.first + Math.min(index - (rows[row]?.first ?? 0), next.length - 1) : index
}

/** What the API takes of a file: all that was read, and what changes. */
export const inputOf = (media: Media, changes: Partial<MediaInput> = {}): MediaInput => ({
  client_id: media.client_id,
  unit_id: media.unit_id,
  file_name: media.file_name,
  taken_at: media.taken_at,
  caption: media.caption,
  tags: media.tags,
  turned: media.turned as MediaInput['turned'],
  before_id: media.before_id,
  visit_id: media.visit_id,
  ...changes,
})

/** Tags as typed, with commas between them; each once. */
export const tagsOf = (text: string): string[] => [...new Set(text.split(',').map((tag) => tag.trim()))].filter(Boolean)

export const withTags = (media: Media, added: readonly string[]): string[] => [...new Set([...media.tags, ...added])]

/** Turned a quarter further, clockwise. */
export const turnedFurther = (turned: number): NonNullable<MediaInput['turned']> => (((turned + 90) % 360) as NonNullable<MediaInput['turned']>)

export const isPicture = ({ media_type }: Media): boolean => media_type.startsWith('image/')
export const isVideo = ({ media_type }: Media): boolean => media_type.startsWith('video/')

/** Both pictures of a pair of which this is one; null for one that stands alone, or whose other is not among those given. */
export function pairOf(media: Media, all: readonly Media[]): { before: Media; after: Media } | null {
  const before = media.before_id ? all.find(({ id }) => id === media.before_id) : media
  const after = media.before_id ? media : all.find(({ before_id }) => before_id === media.id)
  return before && after ? { before, after } : null
}

/** Where a picture was taken, and the map of it; null when the original does not tell. */
export function positionOf({ latitude, longitude }: Media): { text: string; map: string } | null {
  if (latitude === null || longitude === null) return null
  const [north, east] = [latitude.toFixed(5), longitude.toFixed(5)]
  return { text: `${north}, ${east}`, map: `https://www.openstreetmap.org/?mlat=${north}&mlon=${east}#map=17/${north}/${east}` }
}

/** When a chosen file was made, as far as its device tells: only of pictures, as other files are copied about. */
export const takenAt = (file: File): string | null => (file.type.startsWith('image/') && file.lastModified > 0 ? new Date(Math.min(file.lastModified, Date.now())).toISOString() : null)
