import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { DropZone } from '../../../components/DropZone'
import { FilesButton } from '../../../components/FilesButton'
import { Section } from '../../../components/Section'
import { UploadList } from '../../../components/UploadList'
import { useUploads } from '../../../components/useUploads'
import type { Card, Client } from '../../../lib/api/types'
import { useUnitName } from '../../card/useUnitName'
import { putDocument, zipUrl } from '../api/documents'
import { inputOf, newDraft, titleOf } from '../draft'
import { DocumentDialog, type Beginning } from '../editor/DocumentDialog'
import { refreshDocuments } from '../refresh'
import { DocumentItem } from './DocumentItem'
import css from './DocumentsBlock.module.css'
import { StandingChips } from './StandingChips'

const FEW = 8

interface Props {
  client: Client
  section: Card['sections']['documents']
  onRetry: () => void
  retrying: boolean
}

/** The documents of a client; files dropped here become documents at once. */
export function DocumentsBlock({ client, section, onRetry, retrying }: Props) {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const [all, setAll] = useState(false)
  const [opened, setOpened] = useState<Beginning | null>(null)
  const documents = section.data?.documents ?? []
  const shown = all ? documents : documents.slice(0, FEW)
  const count = section.data?.standing.count ?? 0
  const unitName = useUnitName(client.id, shown.some(({ unit_id }) => unit_id !== null))
  const { uploads, add } = useUploads(`documents/${client.id}`, async (file, uploadId) => {
    // The upload's id is the document's: sending again what may have arrived makes one.
    await putDocument(uploadId, inputOf({ ...newDraft(client.id, 'other'), title: titleOf(file.name) }, { uploadId, supersedesId: null }))
    void refreshDocuments(queries)
  })
  const onFiles = (files: File[]): void => {
    setAll(true)
    add(files)
  }
  return (
    <Section
      id="documents"
      title={t('documents.title')}
      count={count > 0 ? count : undefined}
      state={section.state}
      asOf={section.as_of}
      onRetry={onRetry}
      retrying={retrying}
      action={
        <span className={css.actions}>
          {count > 0 && (
            <>
              <Link to="/documents" search={{ client: client.id }}>
                {t('documents.all')}
              </Link>
              <a href={zipUrl(client.id, i18n.language)} download title={t('documents.zipTitle')}>
                ZIP
              </a>
            </>
          )}
          <Button look="quiet" onClick={() => setOpened({ clientId: client.id })}>
            {t('documents.add')}
          </Button>
        </span>
      }
    >
      <DropZone target={t('documents.drop', { name: client.name_shown })} onFiles={onFiles}>
        {section.data && (
          <>
            <StandingChips client={client} standing={section.data.standing} onMissing={(type) => setOpened({ clientId: client.id, type })} />
            {count === 0 && <p className="quiet">{t('documents.none')}</p>}
            <ul aria-label={t('documents.title')}>
              {shown.map((document) => (
                <DocumentItem key={document.id} document={document} clientId={client.id} unit={unitName(document.unit_id)} onEdit={() => setOpened({ document })} />
              ))}
            </ul>
            {documents.length > shown.length && (
              <Button small look="ghost" onClick={() => setAll(true)}>
                {t('documents.more', { count: documents.length - shown.length })}
              </Button>
            )}
            {all && count > documents.length && (
              <Link to="/documents" search={{ client: client.id }} className={css.beyond}>
                {t('documents.beyond', { count: count - documents.length })}
              </Link>
            )}
          </>
        )}
        <UploadList uploads={uploads} />
        <p className={css.files}>
          <FilesButton text={t('upload.add')} onFiles={onFiles} />
          <span>{t('upload.orDrop')}</span>
        </p>
      </DropZone>
      {opened && <DocumentDialog beginning={opened} onClose={() => setOpened(null)} />}
    </Section>
  )
}
