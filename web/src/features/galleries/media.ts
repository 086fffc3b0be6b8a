import type { Media, MediaInput } from '../../lib/api/types'

export interface MonthOfMedia {
  year: number
  month: number
  media: Media[]
}

/** Files by month, in the order in which they came. */
export function byMonth(media: readonly Media[]): MonthOfMedia[] {
  const months: MonthOfMedia[] = []
  for (const each of media) {
    const last = months.at(-1)
    if (last?.year === each.year && last.month === each.month) last.media.push(each)
    else months.push({ year: each.year, month: each.month, media: [each] })
  }
  return months
}

/** What is said of a file as it is sent back, with changes. */
export function inputOf(media: Media, changes: Partial<MediaInput> = {}): MediaInput {
  const { client_id, unit_id, file_name, taken_at, caption, tags, turned, before_id, visit_id } = media
  return { client_id, unit_id, file_name, taken_at, caption, tags, turned: turned as MediaInput['turned'], before_id, visit_id, ...changes }
}

/** A quarter turn clockwise. */
export const turnedOnce = (turned: number): MediaInput['turned'] => ((turned + 90) % 360) as MediaInput['turned']

/** "jumts, Siena ," as ["jumts", "Siena"]; each tag once. */
export const tagsOf = (text: string): string[] => [...new Set(text.split(',').map((tag) => tag.trim()).filter(Boolean))]

export const isPicture = ({ media_type }: Media): boolean => media_type.startsWith('image/')
export const isVideo = ({ media_type }: Media): boolean => media_type.startsWith('video/')

/** The place that a key moves to from `index` in a grid of `columns`; null for a key that does not move. */
export function stepOf(key: string, index: number, columns: number): number | null {
  const steps: Record<string, number> = { ArrowLeft: index - 1, ArrowRight: index + 1, ArrowUp: index - columns, ArrowDown: index + columns }
  return steps[key] ?? null
}
