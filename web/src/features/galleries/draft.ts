// What is said of a file, as it is typed.
import type { Media, MediaInput } from '../../lib/api/types'
import { formatInstantDay, formatTime, parseDay } from '../../lib/format'
import { instantInRiga, parseTime } from '../../lib/riga'
import { tagsOf } from './media'

export interface TypedMedia {
  caption: string
  tags: string
  /** Day and time at which it was taken, on a clock in Latvia; both empty when nobody knows. */
  day: string
  time: string
}

export const typedOf = ({ caption, tags, taken_at }: Media): TypedMedia => ({
  caption,
  tags: tags.join(', '),
  day: formatInstantDay(taken_at),
  time: taken_at ? formatTime(taken_at) : '',
})

/** What is wrong of day and time, as keys of texts. */
export function complaintsOf({ day, time }: TypedMedia): Partial<Record<'day' | 'time', 'field.dayWrong' | 'field.timeWrong'>> {
  if (!day.trim() && !time.trim()) return {}
  return {
    ...(parseDay(day) === null && { day: 'field.dayWrong' }),
    ...(parseTime(time) === null && { time: 'field.timeWrong' }),
  }
}

/** What changes by what is typed; a time that reads the same stays, to the second. */
export function changesOf(media: Media, typed: TypedMedia): Partial<MediaInput> {
  const before = typedOf(media)
  const tags = tagsOf(typed.tags)
  const [day, time] = [parseDay(typed.day), parseTime(typed.time)]
  const sameTime = day === parseDay(before.day) && time === parseTime(before.time)
  return {
    ...(typed.caption.trim() !== media.caption && { caption: typed.caption.trim() }),
    ...(tags.join() !== media.tags.join() && { tags }),
    ...(!sameTime && { taken_at: day && time && instantInRiga(day, time) }),
  }
}
