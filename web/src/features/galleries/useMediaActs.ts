import { useMutation, useQueryClient, type QueryClient, type UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components/toast'
import type { Media, MediaInput, PutMedia } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import { putMedia, remakePreviews, removeMedia, restoreMedia } from './api/media'
import { inputOf, turnedFurther, withChanged } from './media'
import { refreshMedia } from './refresh'

/** Brings files back from the bin. */
export function useRestore(): UseMutationResult<unknown, Error, string[]> {
  const queries = useQueryClient()
  const { t } = useTranslation()
  return useMutation({
    mutationFn: (ids) => restoreMedia(ids),
    onSuccess: (_, ids) => showToast(t('galleries.restored', { count: ids.length })),
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
    onSettled: () => void refreshMedia(queries),
  })
}

/** Puts files into the bin; the message about it takes them back. */
export function useRemove(): UseMutationResult<unknown, Error, string[]> {
  const queries = useQueryClient()
  const { t } = useTranslation()
  const restore = useRestore()
  return useMutation({
    mutationFn: (ids) => removeMedia(ids),
    onSuccess: (_, ids) => showToast(t('galleries.removed', { count: ids.length }), { action: { label: t('galleries.undo'), run: () => restore.mutate(ids) } }),
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
    onSettled: () => void refreshMedia(queries),
  })
}

/** Has previews made again. */
export function useRemake(): UseMutationResult<unknown, Error, string[]> {
  const queries = useQueryClient()
  const { t } = useTranslation()
  return useMutation({
    mutationFn: (ids: string[]) => remakePreviews(ids),
    // They may be made before the list is read again, and then nobody would see that the pictures are others.
    onSuccess: ({ media }) => media.forEach((one) => putIntoLists(queries, one)),
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
    onSettled: () => void refreshMedia(queries),
  })
}

interface Change {
  media: Media
  changes: Partial<MediaInput>
}

/** Changes what is said of a file. */
export function useChange(): UseMutationResult<PutMedia, Error, Change> {
  return useMutation({ mutationFn: ({ media, changes }) => putMedia(media.id, inputOf(media, changes), media.etag), ...useSaved() })
}

/** Turns a picture a quarter further. Asked again before it is saved, it goes on from there. */
export function useTurn(): UseMutationResult<PutMedia, Error, Media> {
  const queries = useQueryClient()
  return useMutation({
    scope: { id: 'turn' },
    mutationFn: async (media) => {
      const queryKey = ['media', media.client_id, media.unit_id]
      // A list on its way may have been read before the last turn.
      await queries.cancelQueries({ queryKey })
      const lists = queries.getQueriesData<Media[]>({ queryKey })
      const now = lists.flatMap(([, list]) => list ?? []).find(({ id }) => id === media.id) ?? media
      return putMedia(now.id, inputOf(now, { turned: turnedFurther(now.turned) }), now.etag)
    },
    ...useSaved(),
  })
}

/** What follows when something of a file was saved. */
function useSaved() {
  const queries = useQueryClient()
  const { t } = useTranslation()
  return {
    // The next change must be made on this version, also when the list has not come yet.
    onSuccess: ({ media }: PutMedia) => putIntoLists(queries, media),
    onError: (error: Error) => showToast(reasonText(error, t), { tone: 'attention' }),
    onSettled: () => void refreshMedia(queries),
  }
}

function putIntoLists(queries: QueryClient, media: Media): void {
  void queries.setQueriesData<Media[]>({ queryKey: ['media', media.client_id, media.unit_id] }, (list) => list && withChanged(list, media))
}
