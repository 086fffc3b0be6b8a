import { useMutation, useQuery } from '@tanstack/react-query'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Panel } from '../../../components/Menu'
import { showToast } from '../../../components/toast'
import { formatInstant, formatNumber } from '../../../lib/format'
import type { CatalogueStatus } from '../../../lib/api/types'
import { reasonText } from '../../../lib/reasons'
import { getStatus, rebuildCatalogue } from '../api/status'
import css from '../../../components/StatusPanel.module.css'

/** State of the catalogue itself: engine, lag, last comparison; and the rebuild button. */
export const CatalogueStatusMenu = memo(function CatalogueStatusMenu() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const status = useQuery({
    queryKey: ['catalogue-status'],
    queryFn: ({ signal }) => getStatus(signal),
    refetchInterval: open ? 2_000 : 60_000,
    retry: false,
  })
  const rebuild = useMutation({
    mutationFn: rebuildCatalogue,
    onSuccess: () => showToast(t('catalogueStatus.started')),
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
  })
  const data = status.data
  const worried = status.isError || (data !== undefined && (data.dead_letters > 0 || data.pending > 1000))
  const tone = worried ? 'attention' : data?.rebuilding ? 'busy' : 'good'
  return (
    <Panel
      align="end"
      width={300}
      open={open}
      onOpenChange={setOpen}
      label={t('catalogueStatus.title')}
      trigger={
        <button type="button" className={css.trigger} data-tone={tone}>
          {data?.rebuilding ? t('catalogueStatus.rebuilding') : t('catalogueStatus.title')}
        </button>
      }
    >
      <div className={css.inside}>
        {status.isError ? (
          <p className={css.error}>{reasonText(status.error, t)}</p>
        ) : (
          data && <Facts status={data} />
        )}
        <p className={css.note}>{t('catalogueStatus.note')}</p>
        <Button small icon="refresh" disabled={rebuild.isPending || data?.rebuilding === true} onClick={() => rebuild.mutate()}>
          {data?.rebuilding ? t('catalogueStatus.rebuilding') : t('catalogueStatus.rebuild')}
        </Button>
      </div>
    </Panel>
  )
})

function Facts({ status }: { status: CatalogueStatus }) {
  const { t, i18n } = useTranslation()
  const number = (value: number): string => formatNumber(value, i18n.language)
  const facts: [string, string][] = [
    ['engine', status.engine],
    ['clients', number(status.clients)],
    ['units', number(status.units)],
    ['generation', number(status.generation)],
    ['pending', number(status.pending)],
    ['deadLetters', number(status.dead_letters)],
    ['checked', formatInstant(status.digest_checked_at) || '—'],
    ['mismatches', number(status.digest_mismatches)],
  ]
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`catalogueStatus.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
