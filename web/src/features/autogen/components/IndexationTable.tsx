import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import type { Indexation } from '../../../lib/api/types'
import { typedForm } from '../../../lib/decimal'
import { actorText } from '../../../lib/fieldText'
import { formatDay, formatInstant } from '../../../lib/format'
import css from './LinePage.module.css'

/** "+4,5 %" or "+0,50 €". */
export function changeText({ percent, amount }: Pick<Indexation, 'percent' | 'amount'>): string {
  const value = typedForm(percent || amount)
  return `${value.startsWith('-') ? `\u2212${value.slice(1)}` : `+${value}`}\u00a0${percent ? '%' : '€'}`
}

/** Newest first. */
export function IndexationTable({ rows, onUndo }: { rows: readonly Indexation[]; onUndo: (indexation: Indexation) => void }) {
  const { t } = useTranslation()
  return (
    <table className={css.table} aria-label={t('autogen.indexations')}>
      <thead>
        <tr>
          {['created_at', 'change', 'from'].map((name) => (
            <th key={name} scope="col">
              {t(`autogen.indexation.${name}`)}
            </th>
          ))}
          <th scope="col" data-right>
            {t('autogen.indexation.lines')}
          </th>
          <th scope="col" data-right>
            {t('autogen.indexation.used')}
          </th>
          <th scope="col">{t('autogen.indexation.created_by')}</th>
          <th scope="col">{t('autogen.column.status')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((each) => (
          <tr key={each.id} data-off={each.undone || undefined}>
            <td>{formatInstant(each.created_at)}</td>
            <td>
              <strong>{changeText(each)}</strong>
            </td>
            <td>{formatDay(each.from)}</td>
            <td data-right>{each.lines}</td>
            <td data-right>{each.used}</td>
            <td>{actorText(each.created_by, t)}</td>
            <td>
              {each.undone ? (
                <span className="quiet">{t('autogen.undone')}</span>
              ) : each.used > 0 ? (
                t('autogen.inUse')
              ) : (
                <Button small icon="undo" onClick={() => onUndo(each)}>
                  {t('autogen.undo')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
