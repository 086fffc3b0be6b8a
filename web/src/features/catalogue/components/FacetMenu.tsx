import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import { Panel } from '../../../components/Menu'
import type { Facets } from '../../../lib/api/types'
import { formatNumber } from '../../../lib/format'
import { setValues, toggleValue, type CatalogueSearch, type FilterName } from '../params'
import css from './FacetMenu.module.css'

interface Props {
  facets: Facets['facets'] | undefined
  search: CatalogueSearch
  onSearch: (search: CatalogueSearch) => void
  labelOf: (name: FilterName, value: string) => string
}

const shownFirst = 5
/** Filters that take one of a few values; nobody counts what each would leave. */
const singles: { name: FilterName; values: string[] }[] = [
  { name: 'min_days_late', values: ['1', '31', '61', '91'] },
  { name: 'has_next_invoice', values: ['true'] },
]
const names: FilterName[] = ['group', 'city', 'responsible', 'tag', 'legal_form', 'status']
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Every filterable column with its values and how many clients each would leave. */
export function FacetMenu(props: Props) {
  const { t } = useTranslation()
  return (
    <Panel
      label={t('filter.menu')}
      width={340}
      trigger={
        <Button small look="plain" icon="filter" className={css.trigger}>
          {t('filter.menu')}
        </Button>
      }
    >
      <FacetList {...props} />
    </Panel>
  )
}

function FacetList({ facets, search, onSearch, labelOf }: Props) {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState('')
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const wanted = plain(text.trim())
  return (
    <>
      <input
        className={css.find}
        autoFocus
        value={text}
        placeholder={t('filter.find')}
        aria-label={t('filter.find')}
        onChange={(event) => setText(event.target.value)}
      />
      {wanted === '' &&
        singles.map(({ name, values }) => (
          <section key={name} className={css.section} aria-label={t(`facet.${name}`)}>
            <h3>{t(`facet.${name}`)}</h3>
            {values.map((value) => {
              const on = search[name]?.includes(value) ?? false
              return (
                <button
                  key={value}
                  type="button"
                  role="checkbox"
                  aria-checked={on}
                  className={css.value}
                  onClick={() => onSearch(setValues(search, name, on ? [] : [value]))}
                >
                  <span className={css.box}>{on && <Icon name="check" size={12} />}</span>
                  <span className={css.label}>{labelOf(name, value)}</span>
                </button>
              )
            })}
          </section>
        ))}
      {names.map((name) => {
        const counts = facets?.[name] ?? []
        const fits = wanted === '' ? counts : counts.filter((x) => plain(labelOf(name, x.value)).includes(wanted))
        const all = opened.has(name) || wanted !== ''
        const list = all ? fits.slice(0, 200) : fits.slice(0, shownFirst)
        if (list.length === 0) return null
        return (
          <section key={name} className={css.section} aria-label={t(`facet.${name}`)}>
            <h3>{t(`facet.${name}`)}</h3>
            {list.map((item) => {
              const on = search[name]?.includes(item.value) ?? false
              return (
                <button
                  key={item.value}
                  type="button"
                  role="checkbox"
                  aria-checked={on}
                  className={css.value}
                  onClick={() => onSearch(toggleValue(search, name, item.value))}
                >
                  <span className={css.box}>{on && <Icon name="check" size={12} />}</span>
                  <span className={css.label}>{labelOf(name, item.value)}</span>
                  <span className="quiet">{formatNumber(item.count, i18n.language)}</span>
                </button>
              )
            })}
            {!all && fits.length > shownFirst && (
              <button type="button" className={css.more} onClick={() => setOpened(new Set([...opened, name]))}>
                {t('filter.more', { count: fits.length - shownFirst })}
              </button>
            )}
          </section>
        )
      })}
    </>
  )
}
