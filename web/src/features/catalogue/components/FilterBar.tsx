import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/Icon'
import { formatCents } from '../../../lib/format'
import { getFacets } from '../api/facets'
import { filterNames, filtersOf, setValues, toggleValue, type CatalogueSearch, type FilterName } from '../params'
import { FacetMenu } from './FacetMenu'
import css from './FilterBar.module.css'

interface Props {
  search: CatalogueSearch
  onSearch: (search: CatalogueSearch) => void
}

/** The least amount there is: whoever has anything overdue. */
const ANY = '1'

const presets: { key: string; status: string[] }[] = [
  { key: 'all', status: [] },
  { key: 'active', status: ['active'] },
  { key: 'prospect', status: ['prospect'] },
  { key: 'closed', status: ['closed'] },
]

/** Quick filters, the facet menu, and every active filter as a chip that can be taken off. */
export function FilterBar({ search, onSearch }: Props) {
  const { t, i18n } = useTranslation()
  const facets = useQuery({
    queryKey: ['facets', filtersOf(search)],
    queryFn: ({ signal }) => getFacets(filtersOf(search), signal),
    placeholderData: (before) => before,
    staleTime: 30_000,
  })
  const status = search.status ?? []
  const labelOf = (name: FilterName, value: string): string => {
    if (name === 'min_overdue_cents') return `≥ ${formatCents(Number(value), i18n.language).join('')}`
    if (name === 'min_days_late') return `≥ ${value}`
    if (name === 'has_next_invoice') return t('filter.coming')
    if (name === 'status' || name === 'kind') return t(`${name}.${value}`)
    return facets.data?.facets[name]?.find((x) => x.value === value)?.label ?? (name === 'group' ? '…' : value)
  }
  const isPreset = presets.some((p) => p.status.join() === status.join())
  const isDebtors = search.min_overdue_cents?.join() === ANY
  const chips = filterNames
    .filter((name) => name !== 'kind' && !(name === 'status' && isPreset) && !(name === 'min_overdue_cents' && isDebtors))
    .flatMap((name) => (search[name] ?? []).map((value) => ({ name, value })))
  return (
    <div className={css.bar} role="group" aria-label={t('filter.label')}>
      <div className={css.segments}>
        {presets.map((preset) => (
          <button
            key={preset.key}
            type="button"
            aria-pressed={preset.status.join() === status.join()}
            onClick={() => onSearch(setValues(search, 'status', preset.status))}
          >
            {t(`filter.preset.${preset.key}`)}
          </button>
        ))}
      </div>
      {(['legal', 'natural'] as const).map((kind) => {
        const pressed = search.kind?.includes(kind) ?? false
        return (
          <button
            key={kind}
            type="button"
            className={css.toggle}
            aria-pressed={pressed}
            onClick={() => onSearch(toggleValue(search, 'kind', kind))}
          >
            {t(`filter.kind.${kind}`)}
            {pressed && <Icon name="close" size={12} />}
          </button>
        )
      })}
      <button
        type="button"
        className={css.toggle}
        aria-pressed={isDebtors}
        title={t('filter.debtorsHint')}
        onClick={() => onSearch(setValues(search, 'min_overdue_cents', isDebtors ? [] : [ANY]))}
      >
        {t('filter.debtors')}
        {isDebtors && <Icon name="close" size={12} />}
      </button>
      <FacetMenu facets={facets.data?.facets} search={search} onSearch={onSearch} labelOf={labelOf} />
      {chips.map(({ name, value }) => (
        <button
          key={`${name} ${value}`}
          type="button"
          className={css.chip}
          title={t('filter.drop')}
          aria-label={t('filter.dropNamed', { name: `${t(`facet.${name}`)}: ${labelOf(name, value)}` })}
          onClick={() => onSearch(toggleValue(search, name, value))}
        >
          <span className="quiet">{t(`facet.${name}`)}</span>
          <span className={css.chipValue}>{labelOf(name, value)}</span>
          <Icon name="close" size={12} />
        </button>
      ))}
    </div>
  )
}
