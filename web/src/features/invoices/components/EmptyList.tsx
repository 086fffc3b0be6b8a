import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import css from '../../../components/ListPage.module.css'
import { periodOf, type InvoiceSearch } from '../params'

interface Props {
  search: InvoiceSearch
  onSearch: (search: InvoiceSearch) => void
  onNew: () => void
}

/** Nothing fits: offers to take off what narrows, or to write the first one. */
export function EmptyList({ search, onSearch, onNew }: Props) {
  const { t } = useTranslation()
  const { client, unit, units } = search
  const narrowed = Boolean(search.status ?? search.age ?? search.number) || (unit !== undefined && units === undefined)
  const period = periodOf(search)
  return (
    <div className={css.message}>
      <h2>{t(client ? 'invoices.emptyClient' : 'invoices.empty')}</h2>
      {period !== 'all' && (
        <>
          <p>{t('invoices.emptyPeriod')}</p>
          <Button onClick={() => onSearch({ ...search, from: undefined, to: undefined, period: 'all' })}>{t('invoices.showAll')}</Button>
        </>
      )}
      {narrowed && (
        <Button onClick={() => onSearch({ client, unit, units: unit ? 'all' : undefined, period: 'all' })}>{t('empty.dropAll')}</Button>
      )}
      {period === 'all' && !narrowed && (
        <Button look="primary" onClick={onNew}>
          {t('invoices.new')}
        </Button>
      )}
    </div>
  )
}
