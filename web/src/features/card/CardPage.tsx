import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isTyping, useKeys } from '../../app/keys'
import { StandIn } from '../../app/StandIn'
import { Button } from '../../components/Button'
import { Banner } from '../../components/Banner'
import { showToast } from '../../components/toast'
import { formatInstant } from '../../lib/format'
import { reasonText } from '../../lib/reasons'
import { getSession } from '../../app/session'
import { AutogenBlock } from '../autogen/components/AutogenBlock'
import { listSearch, neighbour } from '../catalogue/place'
import { DocumentsBlock } from '../documents/components/DocumentsBlock'
import { GalleriesBlock } from '../galleries/components/GalleriesBlock'
import { pendingInterval } from '../galleries/pending'
import { galleryOf } from '../galleries/useOpenGallery'
import { VisitsBlock } from '../visits/components/VisitsBlock'
import { getCard } from './api/card'
import css from './CardPage.module.css'
import { BasicInfo } from './components/BasicInfo'
import { CardHead } from './components/CardHead'
import { CardSkeleton } from './components/CardSkeleton'
import { History } from './components/History'
import { MoneyBlock } from './components/MoneyBlock'
import { TurnoverBlock } from './components/TurnoverBlock'
import { Units } from './components/Units'

const HEAL_MS = 5_000
const blocks = ['money', 'basic', 'turnover', 'units', 'autogen', 'visits', 'documents', 'galleries', 'history']

/** One client on one screen. */
export function CardPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { id } = useParams({ from: '/clients/$id' })
  const { unit: unitId, year } = useSearch({ from: '/clients/$id' })
  const [untilMade] = useState(pendingInterval)
  const card = useQuery({
    queryKey: ['card', id, unitId ?? null],
    queryFn: ({ signal }) => getCard(id, unitId, signal),
    // The same client with another unit may stay on the screen meanwhile; another client may not.
    placeholderData: (before, query) => (query?.queryKey[1] === id ? keepPreviousData(before) : undefined),
    refetchInterval: ({ state }) =>
      Object.values(state.data?.sections ?? {}).some((section) => section.state !== 'fresh') ? HEAL_MS : untilMade(state.data?.sections.galleries.data?.media),
  })
  const session = useQuery({ queryKey: ['session'], queryFn: ({ signal }) => getSession(signal), staleTime: 600_000 })
  const name = card.data?.client.name_shown
  useEffect(() => {
    document.title = name ? `${name} · SYS` : 'SYS'
  }, [name])

  const go = (step: 1 | -1): void => {
    neighbour(queries, id, step).then(
      (row) => {
        if (row) void navigate({ to: '/clients/$id', params: { id: row.id }, search: row.unit ? { unit: row.unit.id } : {}, replace: true })
        else showToast(t(step > 0 ? 'card.noNext' : 'card.noPrevious'))
      },
      (error: unknown) => showToast(reasonText(error, t), { tone: 'attention' }),
    )
  }
  const jump = (index: number) => () => {
    const block = document.getElementById(blocks[index] ?? '')
    block?.scrollIntoView({ block: 'start' })
    block?.focus({ preventScroll: true })
  }
  useKeys({
    e: () => void navigate({ to: '/clients/$id/edit', params: { id } }),
    i: () => void navigate({ to: '/invoices', search: { client: id } }),
    n: () => void navigate({ to: '/clients/new' }),
    '/': () => void navigate({ to: '/', search: listSearch() }),
    Escape: ({ target }) => {
      if (isTyping(target)) (target as HTMLElement).blur()
      else void navigate({ to: '/', search: listSearch() })
    },
    'Ctrl+ArrowLeft': () => go(-1),
    'Ctrl+ArrowRight': () => go(1),
    ...Object.fromEntries(blocks.map((_, index) => [`${index + 1}`, jump(index)])),
  })

  if (!card.data) {
    if (!card.error) return <CardSkeleton />
    return <StandIn error={card.error} onRetry={() => void card.refetch()} back={<Link to="/" search={listSearch()}>{t('notFound.back')}</Link>} />
  }
  const { client, unit, sections } = card.data
  const onUnit = (next: string): void => void navigate({ to: '/clients/$id', params: { id }, search: { unit: next, year }, replace: true })
  const onYear = (next: number): void => void navigate({ to: '/clients/$id', params: { id }, search: { unit: unitId, year: `${next}` }, replace: true, resetScroll: false })
  const retry = (): void => void card.refetch()
  return (
    <main className={css.page}>
      {card.error && (
        <Banner action={<Button small onClick={retry}>{t('action.retry')}</Button>}>
          {t('card.old', { time: formatInstant(new Date(card.dataUpdatedAt).toISOString()), cause: reasonText(card.error, t) })}
        </Banner>
      )}
      <div className={css.inside}>
        <CardHead client={client} unit={unit} units={sections.units.data} onUnit={onUnit} onNeighbour={go} />
        <div className={css.money}>
          <MoneyBlock client={client} section={sections.turnover} autogen={sections.autogen} onRetry={retry} retrying={card.isFetching} />
        </div>
        <div className={css.blocks}>
          <BasicInfo client={client} />
          <div className={css.column}>
            <TurnoverBlock
              client={client}
              section={sections.turnover}
              units={sections.units.data}
              year={year === undefined ? undefined : Number(year)}
              onYear={onYear}
              onRetry={retry}
              retrying={card.isFetching}
            />
            <Units client={client} section={sections.units} unit={unit} onUnit={onUnit} onRetry={retry} retrying={card.isFetching} />
            <AutogenBlock client={client} unitId={unitId} section={sections.autogen} onRetry={retry} retrying={card.isFetching} />
            <VisitsBlock client={client} unitId={unit?.id} section={sections.visits} onRetry={retry} retrying={card.isFetching} />
            <DocumentsBlock client={client} section={sections.documents} onRetry={retry} retrying={card.isFetching} />
            <GalleriesBlock client={client} unitId={galleryOf(card.data)} section={sections.galleries} onRetry={retry} retrying={card.isFetching} />
            <History clientId={id} section={sections.history} onRetry={retry} retrying={card.isFetching} />
          </div>
        </div>
        <footer className={css.printed}>
          {t('card.printed', { time: formatInstant(new Date().toISOString()), name: session.data?.user ?? '' })}
        </footer>
      </div>
    </main>
  )
}
