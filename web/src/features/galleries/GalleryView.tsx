import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { DropZone } from '../../components/DropZone'
import { FilesButton } from '../../components/FilesButton'
import { UploadList } from '../../components/UploadList'
import { getClient } from '../../lib/api/client'
import type { Media, Unit } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import { getAllUnits } from '../card/api/units'
import { getGalleries } from './api/media'
import { DropDialog } from './components/DropDialog'
import { GalleryHead } from './components/GalleryHead'
import { MediaDetails } from './components/MediaDetails'
import { MediaGrid, tileId } from './components/MediaGrid'
import { SelectionBar } from './components/SelectionBar'
import { UnitList } from './components/UnitList'
import css from './GalleryView.module.css'
import { monthsOf } from './media'
import { withoutEmpty } from '../../lib/search'
import type { GallerySearch } from './params'
import { useGallery } from './useGallery'
import { useGridKeys } from './useGridKeys'
import { useMediaUploads } from './useMediaUploads'
import { Viewer } from './viewer/Viewer'

const none: readonly Media[] = []

/** The units of a client, the files of one by month, and what is known of the one that is looked at. */
export function GalleryView({ unit, search }: { unit: Unit; search: GallerySearch }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const router = useRouter()
  const gallery = useGallery(unit, search)
  const client = useQuery({ queryKey: ['client', unit.client_id], queryFn: ({ signal }) => getClient(unit.client_id, signal) })
  const galleries = useQuery({ queryKey: ['galleries', unit.client_id], queryFn: ({ signal }) => getGalleries(unit.client_id, signal) })
  const units = useQuery({ queryKey: ['units', unit.client_id], queryFn: ({ signal }) => getAllUnits(unit.client_id, signal), staleTime: 60_000 })
  const [activeId, setActiveId] = useState<string>()
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [details, setDetails] = useState(false)
  const [dropped, setDropped] = useState<File[] | null>(null)
  const openedHere = useRef(false)
  const lastOpened = useRef<string>(undefined)

  const everything = gallery.data ?? none
  const { tag } = search
  const shown = useMemo(() => (tag ? everything.filter(({ tags }) => tags.includes(tag)) : everything), [everything, tag])
  const months = useMemo(() => monthsOf(shown), [shown])
  const selected = shown.filter(({ id }) => marked.has(id))
  const active = shown.find(({ id }) => id === activeId) ?? shown[0]
  const opened = shown.find(({ id }) => id === search.photo)
  useEffect(() => {
    // Only after the grid is there for the keys again; by the browser's Back as well.
    if (!search.photo) document.getElementById(tileId(lastOpened.current ?? ''))?.focus()
    lastOpened.current = search.photo
  }, [search.photo])
  const unitName = (id: string): string => (units.data ?? [unit]).find((each) => each.id === id)?.name ?? ''
  const { uploads, add } = useMediaUploads(unit, search.visit, unitName)

  const go = (part: GallerySearch, replace = true): void =>
    void navigate({ to: '/galleries/$unit', params: { unit: unit.id }, search: withoutEmpty({ ...search, ...part }), replace, resetScroll: false })
  const open = (media: Media): void => {
    openedHere.current = true
    setActiveId(media.id)
    go({ photo: media.id }, false)
  }
  const close = (): void => {
    if (openedHere.current) router.history.back()
    else go({ photo: undefined })
    openedHere.current = false
  }
  const toggle = ({ id }: Media): void => {
    const next = new Set(marked)
    if (!next.delete(id)) next.add(id)
    setMarked(next)
  }
  const clear = (): void => setMarked(new Set())
  const onFiles = (files: File[]): void => {
    if (files.length === 0) return
    if (search.bin) go({ bin: undefined })
    if ((units.data?.filter((each) => each.active).length ?? 1) > 1) setDropped(files)
    else add(files)
  }
  useGridKeys({
    off: opened !== undefined,
    bin: search.bin ?? false,
    media: shown,
    sizes: months.map(({ media }) => media.length),
    active: activeId ? active : undefined,
    selected,
    onMark: setMarked,
    onToggle: toggle,
    onDetails: () => setDetails(!details),
    onEscape: () => {
      if (marked.size > 0) clear()
      else if (details) setDetails(false)
      else if (search.bin) go({ bin: undefined })
      else void navigate({ to: '/clients/$id', params: { id: unit.client_id }, search: { unit: unit.id } })
    },
  })
  const failed = gallery.error && (
    <Banner action={<Button small onClick={() => void gallery.refetch()}>{t('action.retry')}</Button>}>{reasonText(gallery.error, t)}</Banner>
  )
  return (
    <main className={css.page}>
      <DropZone target={t('galleries.drop', { name: unit.name })} onFiles={onFiles}>
        <div className={css.inside} inert={opened !== undefined}>
          <UnitList units={units.data ?? [unit]} galleries={galleries.data?.galleries ?? []} current={unit.id} />
          <div className={css.middle}>
            <GalleryHead unit={unit} clientName={client.data?.name_shown} media={everything} search={search} onSearch={go} onFiles={add} details={details} onDetails={() => setDetails(!details)} />
            {failed}
            <div className={css.scroller}>
              <UploadList uploads={uploads} />
              {search.photo && gallery.data && !opened && <p className={css.gone}>{t('galleries.gone')}</p>}
              {gallery.isPending && <ul className={css.skeleton} aria-busy="true">{Array.from({ length: 12 }, (_, at) => <li key={at} />)}</ul>}
              {gallery.data && shown.length === 0 && (
                <div className={css.empty}>
                  <h2>{search.bin ? t('galleries.emptyBin') : tag ? t('galleries.emptyTag', { tag }) : t('galleries.empty')}</h2>
                  <p>{unit.name}</p>
                  {!search.bin && !tag && <FilesButton text={t('upload.add')} onFiles={add} />}
                </div>
              )}
              <MediaGrid months={months} active={active?.id} selected={marked} onActive={({ id }) => setActiveId(id)} onOpen={open} onSelect={toggle} />
            </div>
            {selected.length > 0 && (
              <SelectionBar media={selected} others={(units.data ?? []).filter(({ id }) => id !== unit.id)} bin={search.bin ?? false} onClear={clear} />
            )}
          </div>
          {details && active && <MediaDetails media={active} all={everything} unitName={unitName} onClose={() => setDetails(false)} />}
        </div>
      </DropZone>
      {opened && <Viewer media={opened} all={shown} unitName={unitName} onShow={({ id }) => go({ photo: id })} onClose={close} />}
      {dropped && (
        <DropDialog
          count={dropped.length}
          unitName={unit.name}
          onClose={() => setDropped(null)}
          onAct={() => {
            add(dropped)
            setDropped(null)
          }}
        />
      )}
    </main>
  )
}
