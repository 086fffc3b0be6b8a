import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DropZone } from '../../../components/DropZone'
import { TextField, type Hint } from '../../../components/Field'
import { FilesButton } from '../../../components/FilesButton'
import filter from '../../../components/FilterBar.module.css'
import { ProgressBar } from '../../../components/ProgressBar'
import { formatSize } from '../../../lib/format'
import css from './DocumentDialog.module.css'

interface Props {
  file: File | null
  onFile: (file: File | null) => void
  url: string
  onUrl: (url: string) => void
  urlHint: Hint | undefined
  /** Bytes that were sent; nothing while it is not being sent. */
  sent: number | null
}

/** What a new document is: a file, or a link to where it lies. */
export function ContentField({ file, onFile, url, onUrl, urlHint, sent }: Props) {
  const { t, i18n } = useTranslation()
  const [kind, setKind] = useState<'file' | 'link'>('file')
  const choose = (next: 'file' | 'link'): void => {
    setKind(next)
    onFile(null)
    onUrl('')
  }
  return (
    <div className={css.content}>
      <div className={filter.segments} role="group" aria-label={t('documents.content')}>
        {(['file', 'link'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={kind === each} disabled={sent !== null} onClick={() => choose(each)}>
            {t(`documents.${each}`)}
          </button>
        ))}
      </div>
      {kind === 'link' ? (
        <TextField wide required type="url" maxLength={2000} label={t('documents.field.url')} placeholder="https://" value={url} onText={onUrl} hint={urlHint} />
      ) : (
        <DropZone target={t('documents.dropOne')} onFiles={([first]) => first && sent === null && onFile(first)}>
          <div className={css.file}>
            {file && (
              <span className="one-line">
                {file.name} <span className="quiet">{formatSize(file.size, i18n.language)}</span>
              </span>
            )}
            {sent === null && <FilesButton single text={t(file ? 'documents.chooseOther' : 'documents.chooseFile')} onFiles={([first]) => first && onFile(first)} />}
            {!file && <span className="quiet">{t('documents.orDrop')}</span>}
            {file && sent !== null && <ProgressBar name={t('upload.progress', { name: file.name })} value={sent} max={file.size} />}
          </div>
        </DropZone>
      )}
    </div>
  )
}
