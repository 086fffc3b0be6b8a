import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { StandIn } from '../../app/StandIn'
import { Banner } from '../../components/Banner'
import { Button, IconButton } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { Kbd } from '../../components/Kbd'
import { MenuItem, Panel } from '../../components/Menu'
import { actorText } from '../../lib/fieldText'
import { formatInstantDay } from '../../lib/format'
import { httpHref } from '../../lib/href'
import { reasonText } from '../../lib/reasons'
import bar from '../invoices/document/ActBar.module.css'
import css from '../invoices/InvoicePage.module.css'
import { fileUrl, getDocument } from './api/documents'
import { DocumentFacts } from './components/DocumentFacts'
import { Preview } from './components/Preview'
import { ValidityMark } from './components/ValidityMark'
import { Versions } from './components/Versions'
import { DocumentDialog, type Beginning } from './editor/DocumentDialog'
import type { OriginSearch } from './params'
import { useRemove, useRestore } from './useRemove'

/** One document: what it looks like, what is written of it, and its versions. */
export function DocumentPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = useParams({ from: '/documents/$id' })
  const origin: OriginSearch = useSearch({ from: '/documents/$id' })
  const [opened, setOpened] = useState<Beginning | null>(null)
  const content = useRef<HTMLAnchorElement>(null)
  const query = useQuery({ queryKey: ['document', id], queryFn: ({ signal }) => getDocument(id, signal) })
  const remove = useRemove()
  const restore = useRestore()
  const document = query.data
  const title = document?.title
  useEffect(() => {
    window.document.title = title ? `${title} · SYS` : 'SYS'
  }, [title])

  const { card, ...register } = origin
  const back = (): void => void (card && origin.client ? navigate({ to: '/clients/$id', params: { id: origin.client } }) : navigate({ to: '/documents', search: register }))
  const isThere = document !== undefined && document.removed_at === null
  const edit = (): void => {
    if (isThere) setOpened({ document })
  }
  const replace = (): void => {
    if (isThere && document.superseded_by_id === null) setOpened({ supersedes: document })
  }
  useKeys({ e: edit, v: replace, d: () => content.current?.click(), Escape: back })
  if (!document) {
    return <StandIn error={query.error} onRetry={() => void query.refetch()} back={<Link to="/documents">{t('documents.back')}</Link>} />
  }
  const newer = document.superseded_by_id
  const keys = (combination: string) => (
    <span className={bar.keys}>
      <Kbd keys={combination} />
    </span>
  )
  return (
    <main className={css.page}>
      {query.error && (
        <Banner action={<Button small onClick={() => void query.refetch()}>{t('action.retry')}</Button>}>
          {t('catalogue.failed', { cause: reasonText(query.error, t) })}
        </Banner>
      )}
      {!isThere && <Banner action={<Button small onClick={() => void restore(document)}>{t('documents.restore')}</Button>}>{t('documents.isRemoved', { day: formatInstantDay(document.removed_at), who: actorText(document.updated_by, t) })}</Banner>}
      {isThere && newer && (
        <Banner action={<Link to="/documents/$id" params={{ id: newer }} search={origin}>{t('documents.openNewer')}</Link>}>{t('documents.replaced')}</Banner>
      )}
      <div className={css.inside}>
        <header className={bar.bar}>
          <div className={bar.title}>
            <h1>{document.title}</h1>
            <span className="quiet">{t(`documents.type.${document.type}`)}</span>
            <ValidityMark document={document} />
          </div>
          <div className={bar.acts}>
            {document.file ? (
              <a ref={content} href={fileUrl(id)} download>
                <Icon name="download" size={13} />
                {t('documents.act.download')} {keys('D')}
              </a>
            ) : (
              <a ref={content} href={httpHref(document.url ?? '')} target="_blank" rel="noopener noreferrer">
                <Icon name="web" size={13} />
                {t('documents.act.openLink')} {keys('D')}
              </a>
            )}
            {isThere && (
              <>
                {newer === null && (
                  <Button onClick={replace}>
                    {t('documents.act.newVersion')}
                    {keys('V')}
                  </Button>
                )}
                <Button onClick={edit}>
                  {t('documents.act.edit')}
                  {keys('E')}
                </Button>
                <Panel align="end" label={t('card.more')} trigger={<IconButton icon="more" name={t('card.more')} />}>
                  <MenuItem onSelect={() => remove.mutate(document, { onSuccess: back })}>{t('action.delete')}</MenuItem>
                </Panel>
              </>
            )}
          </div>
        </header>
        <div className={css.columns}>
          <div className={css.sheet}>
            <Preview key={document.file?.digest ?? document.id} document={document} />
          </div>
          <aside className={css.side}>
            <DocumentFacts document={document} />
            {isThere && <Versions documentId={id} origin={origin} />}
          </aside>
        </div>
      </div>
      {opened && (
        <DocumentDialog
          beginning={opened}
          onClose={() => setOpened(null)}
          onSaved={(saved) => {
            if (saved.id !== id) void navigate({ to: '/documents/$id', params: { id: saved.id }, search: origin })
          }}
        />
      )}
    </main>
  )
}
