import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import type { Statement } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import css from './StatementDialog.module.css'

const documents: ReadonlySet<string> = new Set(['invoice', 'credit_note', 'annulment'])

/** Opening balance, rows, closing balance; above zero is what the client owes. */
export function StatementTable({ statement, old }: { statement: Statement; old: boolean }) {
  const { t } = useTranslation()
  return (
    <table className={css.table} data-old={old || undefined}>
      <thead>
        <tr>
          <th scope="col">{t('statement.day')}</th>
          <th scope="col">{t('statement.document')}</th>
          <th scope="col">{t('statement.amount')}</th>
          <th scope="col">{t('statement.balance')}</th>
        </tr>
      </thead>
      <tbody>
        <tr className={css.ends}>
          <td />
          <td>{t('statement.opening')}</td>
          <td />
          <td>
            <Money value={statement.opening} />
          </td>
        </tr>
        {statement.rows.map((row, index) => (
          <tr key={`${row.source_id} ${row.kind} ${index}`}>
            <td>{formatDay(row.on)}</td>
            <td>
              {t(`statement.kind.${row.kind}`)} {documents.has(row.kind) ? <Link to="/invoices/$id" params={{ id: row.source_id }}>{row.number}</Link> : <span className="quiet">{row.number}</span>}
            </td>
            <td>
              <Money value={row.amount} />
            </td>
            <td>
              <Money value={row.balance} />
            </td>
          </tr>
        ))}
        {statement.rows.length === 0 && (
          <tr>
            <td />
            <td colSpan={3} className="quiet">
              {t('statement.empty')}
            </td>
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr className={css.ends}>
          <td />
          <td>{t('statement.closing')}</td>
          <td />
          <td>
            <Money value={statement.closing} currency />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
