import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Section } from '../../../components/Section'
import type { Card, Change } from '../../../lib/api/types'
import { formatInstant } from '../../../lib/format'
import { actorText, fieldText, fieldValue } from '../../../lib/fieldText'
import { getHistory } from '../api/history'
import css from './History.module.css'

interface Props {
  clientId: string
  section: Card['sections']['history']
  onRetry: () => void
  retrying: boolean
}

/** Who changed what, when: old value, new value. */
export function History({ clientId, section, onRetry, retrying }: Props) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const pages = useInfiniteQuery({
    queryKey: ['card', clientId, 'history'],
    queryFn: ({ pageParam, signal }) => getHistory(clientId, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    enabled: all,
  })
  const first = section.data?.changes ?? []
  const changes = all && pages.data ? pages.data.pages.flatMap((page) => page.changes) : first
  return (
    <Section
      id="history"
      title={t('history.title')}
      state={section.state}
      asOf={section.as_of}
      onRetry={onRetry}
      retrying={retrying}
    >
      {changes.length === 0 && <p className="quiet">{t('history.empty')}</p>}
      <ol className={css.list}>
        {changes.map((change, index) => (
          <ChangeLine key={`${change.version} ${change.field} ${index}`} change={change} before={changes[index - 1]} />
        ))}
      </ol>
      {!all && first.length >= 10 && (
        <Button look="quiet" onClick={() => setAll(true)}>
          {t('history.all')}
        </Button>
      )}
      {all && pages.hasNextPage && (
        <Button look="quiet" disabled={pages.isFetching} onClick={() => void pages.fetchNextPage()}>
          {t('history.more')}
        </Button>
      )}
    </Section>
  )
}

function ChangeLine({ change, before }: { change: Change; before: Change | undefined }) {
  const { t } = useTranslation()
  const same = before !== undefined && before.version === change.version && before.time === change.time
  return (
    <li className={css.line} data-same={same || undefined}>
      <div className={css.when}>
        {!same && (
          <>
            <span>{formatInstant(change.time)}</span>
            <span className="quiet">{actorText(change.actor, t)}</span>
          </>
        )}
      </div>
      <div className={css.what}>
        {change.field === 'client' && change.old_value === '' ? (
          t('history.created')
        ) : (
          <>
            <span className={css.field}>{fieldText(change.field, t)}</span>
            {change.old_value !== '' && <del>{fieldValue(change.field, change.old_value, t)}</del>}
            <ins>{change.new_value === '' ? t('history.removed') : fieldValue(change.field, change.new_value, t)}</ins>
          </>
        )}
        {!same && change.reason && <span className={css.reason}>{change.reason}</span>}
      </div>
    </li>
  )
}
