import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import message from '../../app/Message.module.css'
import { Banner } from '../../components/Banner'
import { Button, IconButton } from '../../components/Button'
import { formatDay, formatInstant, today } from '../../lib/format'
import { isNobodyThere, reasonText } from '../../lib/reasons'
import { ApiError } from '../../lib/api/http'
import { readStored, writeStored } from '../../lib/stored'
import { downloadDay } from './api/day'
import { Cloud } from './components/Cloud'
import { OtherSite } from './components/OtherSite'
import { PerformerChoice } from './components/PerformerChoice'
import { VisitCard } from './components/VisitCard'
import { keptStore } from './kept/state'
import { shownVisits } from './shown'
import css from './TodayPage.module.css'

const PERFORMER = 'sys.today.performer'
const MINUTE_MS = 60_000

/** The visits of today, for whoever goes to them; works without a network. */
export function TodayPage() {
  const { t } = useTranslation()
  const kept = useSyncExternalStore(keptStore.subscribe, keptStore.read)
  const [performer, setPerformer] = useState(() => readStored<string | null>(PERFORMER, null, (value) => typeof value === 'string'))
  const [window, setWindow] = useState<'performer' | 'other' | null>(null)
  const day = today()
  const download = useQuery({
    queryKey: ['today', day, performer],
    queryFn: ({ client, signal }) => downloadDay(client, day, performer ?? '', signal),
    enabled: performer !== null,
    staleTime: MINUTE_MS,
    refetchInterval: 5 * MINUTE_MS,
  })
  useEffect(() => {
    document.title = `${t('today.title')} · SYS`
  }, [t])
  const choose = (name: string): void => {
    writeStored(PERFORMER, name)
    setPerformer(name)
    setWindow(null)
    // What is not sent yet must not be cleared away when the device runs out of space.
    void navigator.storage.persist()
  }

  if (performer === null || window === 'performer') return <PerformerChoice day={day} onChoose={choose} />
  if (kept === null) return <main className={message.message} aria-busy="true" />
  const shown = shownVisits(kept, performer)
  const isRead = kept.day?.performer === performer
  // Told at once, not when it was tried for the last time.
  const failure = download.error ?? download.failureReason
  const isAlone = download.fetchStatus === 'paused' || (failure instanceof ApiError && isNobodyThere(failure))
  const whose = performer || t('today.everybody')
  return (
    <main className={css.page}>
      {isAlone && <Banner>{isRead ? t('today.offline', { time: formatInstant(kept.day?.readAt) }) : t('today.neverRead')}</Banner>}
      {failure && !isAlone && <Banner>{reasonText(failure, t)}</Banner>}
      <div className={css.inside}>
        <header className={css.head}>
          <h1>{t('today.title')}</h1>
          <IconButton icon="refresh" name={t('today.refresh')} disabled={download.isFetching} onClick={() => void download.refetch()} />
          <p>
            {formatDay(isRead ? kept.day?.day : day)}
            <Button look="ghost" icon="person" aria-label={t('today.changePerformer', { name: whose })} onClick={() => setWindow('performer')}>
              {whose}
            </Button>
          </p>
          <Cloud count={kept.outbox.length} />
        </header>
        {[...kept.others].map(([user, count]) => (
          <p key={user} className={css.others}>
            {t('today.others', { count, user })}
          </p>
        ))}
        {shown.length > 0 && (
          <ul className={css.list} aria-label={t('today.list')}>
            {shown.map((each) => (
              <VisitCard key={each.visit.id} shown={each} />
            ))}
          </ul>
        )}
        {shown.length === 0 && (isRead ? <p className={css.none}>{t('today.none')}</p> : download.isFetching && <div className={css.skeleton} aria-busy="true" />)}
      </div>
      <footer className={css.foot}>
        <Button icon="plus" disabled={!kept.day?.sites.length} onClick={() => setWindow('other')}>
          {t('today.other')}
        </Button>
      </footer>
      {window === 'other' && <OtherSite sites={kept.day?.sites ?? []} performer={performer} onClose={() => setWindow(null)} />}
    </main>
  )
}
