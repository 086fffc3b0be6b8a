import { useTranslation } from 'react-i18next'
import { formatSize } from '../lib/format'
import { reasonText } from '../lib/reasons'
import { dropUpload, retryUpload, type QueuedUpload } from '../lib/uploadQueue'
import { IconButton } from './Button'
import { ProgressBar } from './ProgressBar'
import css from './UploadList.module.css'

/** Files on their way, each with how far it is and what can be done with it. */
export function UploadList({ uploads }: { uploads: readonly QueuedUpload[] }) {
  const { t } = useTranslation()
  if (uploads.length === 0) return null
  return (
    <ul className={css.list} aria-label={t('upload.list')}>
      {uploads.map((upload) => (
        <UploadRow key={upload.id} upload={upload} />
      ))}
    </ul>
  )
}

function UploadRow({ upload: { id, file, sent, state, error } }: { upload: QueuedUpload }) {
  const { t, i18n } = useTranslation()
  const { name, size } = file
  return (
    <li>
      <span className="one-line" title={name}>
        {name}
      </span>
      <span className={css.state}>{state === 'sending' ? t('upload.sent', { sent: formatSize(sent, i18n.language), size: formatSize(size, i18n.language) }) : t(`upload.state.${state}`)}</span>
      {state === 'failed' && <IconButton small icon="refresh" name={t('upload.retry', { name })} onClick={() => retryUpload(id)} />}
      {state !== 'saving' && <IconButton small icon="close" name={t(state === 'failed' ? 'upload.dismiss' : 'upload.cancel', { name })} onClick={() => dropUpload(id)} />}
      {state === 'failed' ? <p className={css.refused}>{reasonText(error, t)}</p> : <ProgressBar name={t('upload.progress', { name })} value={sent} max={size} />}
    </li>
  )
}
