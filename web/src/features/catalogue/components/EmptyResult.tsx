import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { getCatalogue } from '../api/catalogue'
import { filterNames, isFiltered, isTextQuery, rowQuery, setValues, type CatalogueSearch } from '../params'
import css from './EmptyResult.module.css'

interface Props {
  search: CatalogueSearch
  onSearch: (search: CatalogueSearch) => void
}

/** Nothing fits: says which filter is in the way, or offers to enter the client. */
export function EmptyResult({ search, onSearch }: Props) {
  const { t } = useTranslation()
  const set = filterNames.filter((name) => search[name]?.length)
  const without = useQueries({
    queries: set.map((name) => {
      const query = setValues(rowQuery(search), name, [])
      return {
        queryKey: ['catalogue-count', query],
        queryFn: ({ signal }: { signal: AbortSignal }) => getCatalogue(query, 0, 1, signal),
        staleTime: 30_000,
      }
    }),
  })
  const q = search.q?.trim() ?? ''
  const helpful = set
    .map((name, i) => ({ name, total: without[i]?.data?.total ?? 0 }))
    .filter((x) => x.total > 0)
    .sort((a, b) => b.total - a.total)
  const clear = filterNames.reduce<CatalogueSearch>((now, name) => setValues(now, name, []), search)
  return (
    <div className={css.empty}>
      <h2>{t('empty.title')}</h2>
      {helpful.map(({ name, total }) => (
        <p key={name}>
          {t('empty.without', { filter: t(`facet.${name}`).toLowerCase(), count: total })}{' '}
          <Button small onClick={() => onSearch(setValues(search, name, []))}>
            {t('empty.drop')}
          </Button>
        </p>
      ))}
      {isFiltered(search) && helpful.length === 0 && set.length > 1 && (
        <Button onClick={() => onSearch(clear)}>{t('empty.dropAll')}</Button>
      )}
      {!isFiltered(search) && isTextQuery(search) && <p>{t('empty.hint')}</p>}
      {isTextQuery(search) && (
        <Link to="/clients/new" search={{ name: q }} className={helpful.length > 0 ? css.create : css.createFirst}>
          {t('empty.create', { name: q })}
        </Link>
      )}
      {!isTextQuery(search) && !isFiltered(search) && (
        <Link to="/clients/new" className={css.createFirst}>
          {t('client.new')}
        </Link>
      )}
    </div>
  )
}
