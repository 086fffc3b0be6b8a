import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from '@tanstack/react-router'
import { useKeys } from '../../app/keys'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import bar from '../../components/FilterBar.module.css'
import { Kbd } from '../../components/Kbd'
import list from '../../components/ListPage.module.css'
import type { Indexation } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import { IndexationDialog } from './acts/IndexationDialog'
import { UndoDialog } from './acts/UndoDialog'
import { getIndexations } from './api/indexations'
import { AutogenNav } from './components/AutogenNav'
import { IndexationTable } from './components/IndexationTable'
import css from './IndexationsPage.module.css'

/** Changes of many prices: each with what it changed, and taken back while nothing was invoiced by it. */
export function IndexationsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [opened, setOpened] = useState<'new' | Indexation | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['autogen', 'indexations'],
    queryFn: ({ pageParam, signal }) => getIndexations(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })
  const rows = query.data?.pages.flatMap((page) => page.indexations) ?? []
  useEffect(() => {
    document.title = `${t('autogen.indexations')} · SYS`
  }, [t])
  useKeys({ n: () => setOpened('new'), Escape: () => void navigate({ to: '/autogen' }) })
  const close = (): void => setOpened(null)
  return (
    <main className={list.page}>
      <div className={bar.top}>
        <div className={bar.line}>
          <AutogenNav />
          <span className={bar.space} />
          <Button look="primary" onClick={() => setOpened('new')}>
            {t('autogen.newIndexation')} <Kbd keys="N" />
          </Button>
        </div>
      </div>
      {query.error && rows.length > 0 && (
        <Banner action={<Button small onClick={() => void query.refetch()}>{t('action.retry')}</Button>}>
          {t('catalogue.failed', { cause: reasonText(query.error, t) })}
        </Banner>
      )}
      <div className={list.body}>
        {query.error && rows.length === 0 ? (
          <div className={list.message} role="alert">
            <h2>{t('autogen.indexationsAbsent')}</h2>
            <p>{reasonText(query.error, t)}</p>
            <Button onClick={() => void query.refetch()}>{t('action.retry')}</Button>
          </div>
        ) : query.data && rows.length === 0 ? (
          <div className={list.message}>
            <h2>{t('autogen.noIndexations')}</h2>
            <p>{t('autogen.indexationText')}</p>
            <Button look="primary" onClick={() => setOpened('new')}>
              {t('autogen.newIndexation')}
            </Button>
          </div>
        ) : (
          <div className={css.scroll}>
            {query.data ? <IndexationTable rows={rows} onUndo={setOpened} /> : <p className="quiet">{t('loading')}</p>}
            {query.hasNextPage && (
              <Button small look="ghost" disabled={query.isFetching} onClick={() => void query.fetchNextPage()}>
                {t('autogen.older')}
              </Button>
            )}
          </div>
        )}
      </div>
      {opened === 'new' && <IndexationDialog onClose={close} />}
      {opened !== null && opened !== 'new' && <UndoDialog indexation={opened} onClose={close} />}
    </main>
  )
}
