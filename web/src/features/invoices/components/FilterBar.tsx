import { useQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { ClientChip } from '../../../components/ClientChip'
import { DayField } from '../../../components/Field'
import { Icon } from '../../../components/Icon'
import { Kbd } from '../../../components/Kbd'
import { MenuItem, MenuTitle, Panel } from '../../../components/Menu'
import { formatDay } from '../../../lib/format'
import { getAllUnits } from '../../card/api/units'
import { withoutEmpty } from '../../../lib/search'
import { ages, periodOf, periods, statuses, type InvoiceSearch } from '../params'
import { ExportMenu } from './ExportMenu'
import css from '../../../components/FilterBar.module.css'

interface Props {
  search: InvoiceSearch
  onSearch: (search: InvoiceSearch) => void
  finder: RefObject<HTMLInputElement | null>
  /** Back from the finder to the rows. */
  onList: () => void
  onNew: () => void
  onPay: () => void
}

/** Whose documents, of when, in what state; each can be taken off by one press. */
export function FilterBar({ search, onSearch, finder, onList, onNew, onPay }: Props) {
  const { t } = useTranslation()
  const set = (part: InvoiceSearch): void => onSearch(withoutEmpty({ ...search, ...part }))
  const units = useQuery({
    queryKey: ['units', search.client],
    queryFn: ({ signal }) => getAllUnits(search.client ?? '', signal),
    enabled: search.client !== undefined && search.unit !== undefined,
    staleTime: 60_000,
  })
  const unit = units.data?.find((each) => each.id === search.unit)?.name ?? '…'
  return (
    <div className={css.top}>
      <div className={css.line}>
        <label className={css.finder}>
          <Icon name="search" />
          <input
            ref={finder}
            type="search"
            maxLength={40}
            placeholder={t('invoices.find')}
            aria-label={t('invoices.find')}
            value={search.number ?? ''}
            onChange={(event) => set({ number: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
              event.preventDefault()
              onList()
            }}
          />
          <Kbd keys="F" />
        </label>
        {search.client && <ClientChip clientId={search.client} onDrop={() => set({ client: undefined, unit: undefined, units: undefined })} />}
        {search.unit && (
          <>
            <span className={css.unit} data-off={search.units === 'all' || undefined}>
              {unit}
            </span>
            <button type="button" className={css.toggle} aria-pressed={search.units === 'all'} onClick={() => set({ units: search.units ? undefined : 'all' })}>
              {t('invoices.allUnits')}
            </button>
          </>
        )}
        <span className={css.space} />
        <ExportMenu search={search} />
        <Button onClick={onPay}>
          {t('payment.new')} <Kbd keys="P" />
        </Button>
        <Button look="primary" onClick={onNew}>
          {t('invoices.new')} <Kbd keys="N" />
        </Button>
      </div>
      <div className={css.filters} role="group" aria-label={t('filter.label')}>
        <PeriodMenu search={search} set={set} />
        {periodOf(search) !== 'all' && (
          <button type="button" className={css.toggle} onClick={() => set({ period: 'all', from: undefined, to: undefined })}>
            {t('invoices.showAll')}
          </button>
        )}
        <div className={css.segments}>
          <button type="button" aria-pressed={search.status === undefined} onClick={() => set({ status: undefined })}>
            {t('filter.preset.all')}
          </button>
          {statuses.map((status) => (
            <button key={status} type="button" aria-pressed={search.status === status} onClick={() => set(status === 'draft' ? { status, age: undefined } : { status })}>
              {t(`invoices.status.${status}`)}
            </button>
          ))}
        </div>
        <span className="quiet">{t('invoices.age')}</span>
        <div className={css.segments} role="group" aria-label={t('invoices.age')}>
          {ages.map((age) => (
            <button
              key={age}
              type="button"
              aria-pressed={search.age === age}
              data-late={age !== '0' || undefined}
              onClick={() => set({ age: search.age === age ? undefined : age })}
            >
              {age === '0' ? t('invoices.notDue') : age.replace('-', '–').replace('91+', '90+')}
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}

function PeriodMenu({ search, set }: { search: InvoiceSearch; set: (part: InvoiceSearch) => void }) {
  const { t } = useTranslation()
  const period = periodOf(search)
  const label = period === 'chosen' ? `${formatDay(search.from) || '…'} – ${formatDay(search.to) || '…'}` : t(`invoices.period.${period}`)
  return (
    <Panel
      label={t('invoices.periodMenu')}
      width={240}
      trigger={
        <button type="button" className={css.toggle} aria-label={`${t('invoices.periodMenu')}: ${label}`}>
          {label}
          <Icon name="down" size={12} />
        </button>
      }
    >
      {periods.map((each) => (
        <MenuItem key={each} checked={each === period} onSelect={() => set({ period: each, from: undefined, to: undefined })}>
          {t(`invoices.period.${each}`)}
        </MenuItem>
      ))}
      <MenuTitle>{t('invoices.period.chosen')}</MenuTitle>
      <div className={css.days}>
        <DayField label={t('invoices.from')} value={search.from ?? null} onDay={(day) => set({ from: day ?? undefined })} />
        <DayField label={t('invoices.to')} value={search.to ?? null} onDay={(day) => set({ to: day ?? undefined })} />
      </div>
    </Panel>
  )
}
