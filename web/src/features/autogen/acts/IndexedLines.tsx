import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import type { IndexationPreview } from '../../../lib/api/types'
import { clientOf } from '../../../lib/named'
import table from '../components/LinePage.module.css'
import { priceShown } from '../lines'
import css from './IndexedLines.module.css'

const SHOWN = 50

/** Each price before and after, and what all of them bring in a year. */
export function IndexedLines({ preview, outdated }: { preview: IndexationPreview; outdated: boolean }) {
  const { t, i18n } = useTranslation()
  const shown = preview.lines.slice(0, SHOWN)
  if (preview.count === 0) return <p className="quiet">{t('autogen.indexation.none')}</p>
  return (
    <div className={css.preview} data-outdated={outdated || undefined}>
      <p>
        {t('autogen.indexation.year')} <Money value={preview.old_year_net} currency /> → <strong><Money value={preview.new_year_net} currency /></strong>
      </p>
      <div className={css.scroll}>
        <table className={table.table} aria-label={t('autogen.indexation.preview')}>
          <thead>
            <tr>
              <th scope="col">{t('autogen.column.client')}</th>
              <th scope="col">{t('autogen.column.service')}</th>
              <th scope="col" data-right>{t('autogen.indexation.old')}</th>
              <th scope="col" data-right>{t('autogen.indexation.new')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <tr key={line.line_id}>
                <td className={css.name}>{clientOf(line)}</td>
                <td className={css.name}>{line.service}</td>
                <td data-right>{priceShown(line.old_price, i18n.language)}</td>
                <td data-right>
                  <strong>{priceShown(line.new_price, i18n.language)}</strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {preview.count > shown.length && <p className="quiet">{t('autogen.indexation.more', { count: preview.count - shown.length })}</p>}
    </div>
  )
}
