import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { showToast } from '../../../components/toast'
import { reasonText } from '../../../lib/reasons'
import type { ColumnName } from '../columns'
import { copyIds, exportCsv } from '../export'
import type { CatalogueSearch } from '../params'
import { countSelected, type Selection } from '../selection'
import css from '../../../components/BulkBar.module.css'

interface Props {
  search: CatalogueSearch
  selection: Selection
  total: number
  columns: readonly ColumnName[]
  onAll: () => void
  onClear: () => void
}

/** What can be done with the marked rows. */
export function BulkBar({ search, selection, total, columns, onAll, onClear }: Props) {
  const { t } = useTranslation()
  const count = countSelected(selection, total)
  const onError = (error: unknown): void => showToast(reasonText(error, t), { tone: 'attention' })
  const copy = useMutation({
    mutationFn: () => copyIds(search, selection),
    onSuccess: (n) => showToast(t('bulk.copied', { count: n })),
    onError,
  })
  const csv = useMutation({
    mutationFn: () => exportCsv(search, selection, columns, t),
    onSuccess: (n) => showToast(t('bulk.exported', { count: n })),
    onError,
  })
  return (
    <div className={css.bar} role="toolbar" aria-label={t('bulk.label')}>
      <strong>{t('grid.selected', { count })}</strong>
      {count < total && (
        <Button look="quiet" onClick={onAll}>
          {t('bulk.all', { count: total })}
        </Button>
      )}
      <span className={css.space} />
      <Button small icon="copy" disabled={copy.isPending} onClick={() => copy.mutate()}>
        {t('bulk.copy')}
      </Button>
      <Button small icon="download" disabled={csv.isPending} onClick={() => csv.mutate()}>
        {t('bulk.export')}
      </Button>
      <Button small look="ghost" icon="close" aria-label={t('bulk.clear')} title={t('bulk.clear')} onClick={onClear} />
    </div>
  )
}
