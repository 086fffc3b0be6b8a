import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../components/Button'
import { Panel } from '../../../components/Menu'
import { columnNames, defaultColumns, type ColumnName } from '../columns'
import css from './ColumnsMenu.module.css'

interface Props {
  columns: readonly ColumnName[]
  onColumns: (columns: readonly ColumnName[]) => void
  onResetWidths: () => void
}

/** Chooses and orders columns; shown ones come first, in their order. */
export function ColumnsMenu(props: Props) {
  const { t } = useTranslation()
  return (
    <Panel align="end" width={280} label={t('columns.menu')} trigger={<IconButton icon="columns" name={t('columns.menu')} />}>
      <ColumnList {...props} />
    </Panel>
  )
}

function ColumnList({ columns, onColumns, onResetWidths }: Props) {
  const { t } = useTranslation()
  const rest = columnNames.filter((name) => !columns.includes(name))
  const move = (index: number): void => {
    const next = [...columns]
    const [moved] = next.splice(index, 1)
    if (moved) next.splice(index - 1, 0, moved)
    onColumns(next)
  }
  return (
    <>
      <ul className={css.list}>
        {[...columns, ...rest].map((name, index) => {
          const on = index < columns.length
          return (
            <li key={name}>
              <label>
                <input
                  type="checkbox"
                  checked={on}
                  disabled={on && columns.length === 1}
                  onChange={() => onColumns(on ? columns.filter((x) => x !== name) : [...columns, name])}
                />
                {t(`column.${name}`)}
              </label>
              {on && index > 0 && (
                <IconButton small icon="sortUp" name={t('columns.earlier', { column: t(`column.${name}`) })} onClick={() => move(index)} />
              )}
            </li>
          )
        })}
      </ul>
      <div className={css.foot}>
        <Button
          look="quiet"
          onClick={() => {
            onColumns(defaultColumns)
            onResetWidths()
          }}
        >
          {t('columns.reset')}
        </Button>
      </div>
    </>
  )
}
