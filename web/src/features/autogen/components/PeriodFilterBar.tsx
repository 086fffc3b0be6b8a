import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { ClientChip } from '../../../components/ClientChip'
import { DayField } from '../../../components/Field'
import css from '../../../components/FilterBar.module.css'
import { Icon } from '../../../components/Icon'
import { Kbd } from '../../../components/Kbd'
import { MenuItem, Panel } from '../../../components/Menu'
import { formatDay } from '../../../lib/format'
import { getLine } from '../api/lines'
import { withoutEmpty } from '../../../lib/search'
import { periodStatuses, type PeriodSearch } from '../params'
import { AutogenNav } from './AutogenNav'

interface Props {
  search: PeriodSearch
  onSearch: (search: PeriodSearch) => void
  onRun: () => void
}

/** Whose periods, of when, in what state; each can be taken off by one press. */
export function PeriodFilterBar({ search, onSearch, onRun }: Props) {
  const { t } = useTranslation()
  const set = (part: PeriodSearch): void => onSearch(withoutEmpty({ ...search, ...part }))
  const line = useQuery({
    queryKey: ['autogen', 'line', search.line],
    queryFn: ({ signal }) => getLine(search.line ?? '', signal),
    enabled: search.line !== undefined,
  })
  const name = line.data?.service ?? '…'
  return (
    <div className={css.top}>
      <div className={css.line}>
        <AutogenNav client={search.client} />
        <span className={css.space} />
        <Button look="primary" onClick={onRun}>
          {t('autogen.run')} <Kbd keys="R" />
        </Button>
      </div>
      <div className={css.filters} role="group" aria-label={t('filter.label')}>
        <div className={css.segments}>
          <button type="button" aria-pressed={search.status === undefined && search.waiting === undefined} onClick={() => set({ status: undefined, waiting: undefined })}>
            {t('filter.preset.all')}
          </button>
          <button type="button" aria-pressed={search.waiting !== undefined} onClick={() => set({ status: undefined, waiting: 'true' })}>
            {t('autogen.periodStatuses.waiting')}
          </button>
          {periodStatuses.map((status) => (
            <button key={status} type="button" aria-pressed={search.status === status} onClick={() => set({ status, waiting: undefined })}>
              {t(`autogen.periodStatuses.${status}`)}
            </button>
          ))}
        </div>
        <DaysMenu search={search} set={set} />
        {search.client && <ClientChip clientId={search.client} onDrop={() => set({ client: undefined })} />}
        {search.line && (
          <button type="button" className={css.chip} aria-label={t('filter.dropNamed', { name })} title={t('filter.drop')} onClick={() => set({ line: undefined })}>
            <span className="quiet">{t('autogen.line')}</span>
            <strong className="one-line">{name}</strong>
            <Icon name="close" size={12} />
          </button>
        )}
      </div>
    </div>
  )
}

function DaysMenu({ search, set }: { search: PeriodSearch; set: (part: PeriodSearch) => void }) {
  const { t } = useTranslation()
  const { from, to } = search
  const label = from || to ? `${formatDay(from) || '…'} – ${formatDay(to) || '…'}` : t('autogen.anyDay')
  return (
    <Panel
      label={t('autogen.column.issue_on')}
      width={240}
      trigger={
        <button type="button" className={css.toggle} aria-pressed={Boolean(from || to)} aria-label={`${t('autogen.column.issue_on')}: ${label}`}>
          {label}
          <Icon name="down" size={12} />
        </button>
      }
    >
      <MenuItem checked={!from && !to} onSelect={() => set({ from: undefined, to: undefined })}>
        {t('autogen.anyDay')}
      </MenuItem>
      <div className={css.days}>
        <DayField label={t('invoices.from')} value={from ?? null} onDay={(day) => set({ from: day ?? undefined })} />
        <DayField label={t('invoices.to')} value={to ?? null} onDay={(day) => set({ to: day ?? undefined })} />
      </div>
    </Panel>
  )
}
