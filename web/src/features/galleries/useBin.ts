import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components/toast'
import { reasonText } from '../../lib/reasons'
import { removeMedia, restoreMedia } from './api/media'
import { refreshGalleries } from './refresh'

interface Bin {
  remove: (mediaIds: readonly string[]) => Promise<void>
  restore: (mediaIds: readonly string[]) => Promise<void>
}

/** Puts files into the bin and brings them back; the message about it takes it back. */
export function useBin(): Bin {
  const queries = useQueryClient()
  const { t } = useTranslation()
  const act = async (run: () => Promise<unknown>, done: () => void): Promise<void> => {
    try {
      await run()
      done()
    } catch (error) {
      showToast(reasonText(error, t), { tone: 'attention' })
    }
    refreshGalleries(queries)
  }
  const restore = (mediaIds: readonly string[]): Promise<void> =>
    act(
      () => restoreMedia(mediaIds),
      () => showToast(t('galleries.restored', { count: mediaIds.length })),
    )
  const remove = (mediaIds: readonly string[]): Promise<void> =>
    act(
      () => removeMedia(mediaIds),
      () => showToast(t('galleries.removed', { count: mediaIds.length }), { action: { label: t('documents.undo'), run: () => void restore(mediaIds) } }),
    )
  return { remove, restore }
}
