import type { Document } from '../../lib/api/types'

const pictures: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])
/** A printed document is held whole in memory while it is shown. */
const MOST_PDF_BYTES = 64 * 1024 * 1024

/** A larger picture, which may be a small file, is not painted: it would take gigabytes. Until it is painted only its size is read. */
export const MOST_PIXELS = 50_000_000

/** How its file can be shown on the page. */
export function previewOf(file: Document['file']): 'picture' | 'pdf' | null {
  if (file === null) return null
  if (pictures.has(file.media_type)) return 'picture'
  return file.media_type === 'application/pdf' && file.size <= MOST_PDF_BYTES ? 'pdf' : null
}
