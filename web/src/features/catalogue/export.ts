// Takes marked rows out of the catalogue: their ids to the clipboard, or a CSV file.
import type { TFunction } from 'i18next'
import { getRows } from './api/rows'
import { isOfMoney, type ColumnName } from './columns'
import { isUnknown } from './components/cells'
import { saveFile } from '../../lib/saveFile'
import { toCsv, type CsvValue } from './csv'
import type { CatalogueSearch } from './params'
import { rowQuery } from './params'
import { isSelected, rowKey, type Selection } from './selection'
import type { Row } from '../../lib/api/types'
import { stripText } from '../../lib/payingStrip'

async function selectedRows(search: CatalogueSearch, selection: Selection): Promise<Row[]> {
  const table = await getRows(rowQuery(search))
  return table.rows(0, table.total).filter((row) => isSelected(selection, rowKey(row)))
}

export async function copyIds(search: CatalogueSearch, selection: Selection): Promise<number> {
  const rows = await selectedRows(search, selection)
  const ids = [...new Set(rows.map((row) => row.id))]
  await navigator.clipboard.writeText(ids.join('\n'))
  return ids.length
}

export async function exportCsv(
  search: CatalogueSearch,
  selection: Selection,
  columns: readonly ColumnName[],
  t: TFunction,
): Promise<number> {
  const rows = await selectedRows(search, selection)
  const head = [t('column.name'), ...columns.map((name) => t(`column.${name}`)), 'ID']
  const text = toCsv(
    head,
    rows.map((row) => [row.name, ...columns.map((name) => cellText(row, name, t)), row.id]),
  )
  const name = `${t('export.file')}-${new Date().toISOString().slice(0, 10)}.csv`
  saveFile(new File([text], name, { type: 'text/csv;charset=utf-8' }))
  return rows.length
}

function cellText(row: Row, name: ColumnName, t: TFunction): CsvValue {
  if (name === 'status') return t(`status.${row.status}`)
  if (name === 'kind') return t(`kind.${row.kind}`)
  if (name === 'paying_strip') return row.open_cents === null ? t('money.unknown') : stripText(row.paying_strip ?? '', t)
  if (isUnknown(name, row)) return t('money.unknown')
  if (isOfMoney(name)) {
    const value = row[name]
    return value === null ? t('money.unknown') : name === 'days_late' ? value : value / 100
  }
  return row[name]
}
