import { useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { addUploads, uploadStore, type QueuedUpload, type UploadActs } from '../lib/uploadQueue'
import { showToast } from './toast'

interface Uploads {
  /** Those that are not done yet. */
  uploads: readonly QueuedUpload[]
  add: (files: readonly File[]) => void
}

/** Uploads for one place; each file goes to `onUploaded` when it has come whole, also when this screen is left meanwhile. */
export function useUploads(place: string, onUploaded: UploadActs['onUploaded']): Uploads {
  const { t } = useTranslation()
  const all = useSyncExternalStore(uploadStore.subscribe, uploadStore.read)
  const uploads = useMemo(() => all.filter((each) => each.place === place), [all, place])
  const onFailed = (file: File): void => showToast(t('upload.failed', { name: file.name }), { tone: 'attention' })
  return { uploads, add: (files) => addUploads(place, files, { onUploaded, onFailed }) }
}
