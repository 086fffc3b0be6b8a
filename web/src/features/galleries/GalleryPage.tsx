import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import message from '../../app/Message.module.css'
import { ActDialog } from '../../components/ActDialog'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { DropZone } from '../../components/DropZone'
import { FilesButton } from '../../components/FilesButton'
import { showToast } from '../../components/toast'
import { UploadList } from '../../components/UploadList'
import { useUploads } from '../../components/useUploads'
import { getClient } from '../../lib/api/client'
import type { Media } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import { getAllUnits } from '../card/api/units'
import { getUnit } from '../visits/api/visits'
import { getGalleries, putMedia, zipUrl } from './api/media'
import { CameraButton } from './components/CameraButton'
import { MediaGrid } from './components/MediaGrid'
import { SelectionBar } from './components/SelectionBar'
import { UnitList } from './components/UnitList'
import { Viewer } from './components/Viewer'
import css from './GalleryPage.module.css'
import { inputOf } from './media'
import { refreshGalleries } from './refresh'
import { useBin } from './useBin'
import { useGallery } from './useGallery'

/** The gallery of one unit by month. */
export function GalleryPage() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { unit: unitId } = useParams({ from: '/galleries/$unit' })
  const search = useSearch({ from: '/galleries/$unit' })
  const unit = useQuery({ queryKey: ['unit', unitId], queryFn: ({ signal }) => getUnit(unitId, signal) })
  const clientId = unit.data?.client_id ?? ''
  const known = { enabled: clientId !== '' }
  const client = useQuery({ queryKey: ['client', clientId], queryFn: ({ signal }) => getClient(clientId, signal), ...known })
  const units = useQuery({ queryKey: ['units', clientId], queryFn: ({ signal }) => getAllUnits(clientId, signal), ...known })
  const galleries = useQuery({ queryKey: ['galleries', clientId], queryFn: ({ signal }) => getGalleries(clientId, signal), ...known })
  const { media, error, more, refetch } = useGallery({ unit_id: unitId, visit_id: search.visit, tag: search.tag, removed: search.bin === 'yes' })
  const bin = useBin()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [dropped, setDropped] = useState<File[]>([])
  const [pairing, setPairing] = useState<Media | null>(null)
  const name = unit.data?.name ?? ''
  useEffect(() => {
    document.title = name ? `${name} · ${t('galleries.title')} · SYS` : 'SYS'
  }, [name, t])

  const unitName = (id: string): string => units.data?.find((each) => each.id === id)?.name ?? '…'
  const { uploads, add } = useUploads(`galleries/${unitId}`, async (file, uploadId) => {
    const taken = file.type.startsWith('image/') && file.lastModified > 0 ? new Date(file.lastModified).toISOString() : null
    const { duplicates } = await putMedia(uploadId, { client_id: clientId, unit_id: unitId, upload_id: uploadId, taken_at: taken, ...(search.visit ? { visit_id: search.visit } : {}) })
    const [first] = duplicates
    if (first) showToast(t('galleries.duplicate', { name: file.name, unit: unitName(first.unit_id), month: `${first.year}-${`${first.month}`.padStart(2, '0')}` }))
    refreshGalleries(queries)
  })
  const show = (photo: string | undefined): void => void navigate({ to: '/galleries/$unit', params: { unit: unitId }, search: { ...search, photo }, replace: search.photo !== undefined && photo !== undefined, resetScroll: false })
  const toggle = (id: string): void => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }
  const open = (each: Media): void => {
    if (!pairing) {
      show(each.id)
      return
    }
    // The picture that is chosen shows the same before.
    putMedia(pairing.id, inputOf(pairing, { before_id: each.id }), pairing.etag)
      .then(
        () => show(pairing.id),
        (refused: unknown) => showToast(reasonText(refused, t), { tone: 'attention' }),
      )
      .finally(() => refreshGalleries(queries))
    setPairing(null)
  }
  const remove = (gone: Media): void => {
    const index = media?.findIndex(({ id }) => id === gone.id) ?? -1
    show((media?.[index + 1] ?? media?.[index - 1])?.id)
    void bin.remove([gone.id])
  }
  useKeys({
    Escape: () => {
      if (pairing) setPairing(null)
      else if (selected.size > 0) setSelected(new Set())
      else if (clientId) void navigate({ to: '/clients/$id', params: { id: clientId }, search: { unit: unitId } })
    },
  })

  const broken = unit.error ?? (media ? null : error)
  if (!unit.data || !media) {
    if (!broken) return <main className={message.message} aria-busy="true" />
    return (
      <main className={message.message}>
        <h1>{reasonText(broken, t)}</h1>
        <Button onClick={() => (unit.error ? void unit.refetch() : refetch())}>{t('action.retry')}</Button>
      </main>
    )
  }
  const inBin = search.bin === 'yes'
  const onFiles = (files: File[]): void => {
    // Galleries never mix: where there are others, a person says that this is the one.
    if ((units.data?.length ?? 0) > 1) setDropped(files)
    else add(files)
  }
  return (
    <main className={css.page}>
      {error && <Banner action={<Button small onClick={refetch}>{t('action.retry')}</Button>}>{reasonText(error, t)}</Banner>}
      {pairing && <Banner action={<Button small onClick={() => setPairing(null)}>{t('action.cancel')}</Button>}>{t('galleries.pickBefore', { name: pairing.file_name })}</Banner>}
      <div className={css.inside}>
        <nav className={css.path} aria-label={t('galleries.path')}>
          <Link to="/clients/$id" params={{ id: clientId }} search={{ unit: unitId }}>
            {client.data?.name_shown ?? '…'}
          </Link>
        </nav>
        <header className={css.head}>
          <h1>
            {name} <span>{t(inBin ? 'galleries.bin' : search.visit ? 'galleries.ofVisit' : 'galleries.gallery')}</span>
          </h1>
          {!inBin && <CameraButton onFiles={add} />}
          {!inBin && <FilesButton text={t('upload.add')} onFiles={add} />}
          {media.length > 0 && !inBin && (
            <a href={zipUrl(unitId, i18n.language)} download title={t('galleries.zipTitle')}>
              ZIP
            </a>
          )}
          <Link to="/galleries/$unit" params={{ unit: unitId }} search={inBin ? {} : { bin: 'yes' }}>
            {t(inBin ? 'galleries.backToGallery' : 'galleries.bin')}
          </Link>
        </header>
        <div className={css.columns}>
          <UnitList units={units.data ?? []} galleries={galleries.data?.galleries ?? []} unitId={unitId} />
          <DropZone target={t('galleries.drop', { name })} onFiles={onFiles}>
            <UploadList uploads={uploads} />
            {search.tag && (
              <p className={css.tag}>
                {t('galleries.withTag', { tag: search.tag })} <Link to="/galleries/$unit" params={{ unit: unitId }}>{t('action.clear')}</Link>
              </p>
            )}
            {media.length === 0 && <p className={css.empty}>{t(inBin ? 'galleries.binEmpty' : 'galleries.empty', { name })}</p>}
            <MediaGrid media={media} selected={selected} onOpen={open} onSelect={toggle} onSelectAll={() => setSelected(new Set(media.map(({ id }) => id)))} />
            {more && <Button onClick={more}>{t('galleries.more')}</Button>}
          </DropZone>
        </div>
      </div>
      {selected.size > 0 && (
        <SelectionBar
          selected={media.filter(({ id }) => selected.has(id))}
          inBin={inBin}
          units={units.data?.filter(({ id }) => id !== unitId) ?? []}
          onRemove={(ids) => void bin.remove(ids)}
          onRestore={(ids) => void bin.restore(ids)}
          onDone={() => setSelected(new Set())}
        />
      )}
      {dropped.length > 0 && (
        <ActDialog
          title={t('galleries.confirmDrop', { count: dropped.length, name })}
          act={t('galleries.addHere')}
          error={null}
          pending={false}
          onAct={() => {
            add(dropped)
            setDropped([])
          }}
          onClose={() => setDropped([])}
        />
      )}
      {search.photo && media.some(({ id }) => id === search.photo) && (
        <Viewer
          media={media}
          shownId={search.photo}
          unitName={unitName}
          onShow={show}
          onRemove={remove}
          onPair={(each) => {
            setPairing(each)
            show(undefined)
          }}
          onClose={() => show(undefined)}
        />
      )}
    </main>
  )
}
