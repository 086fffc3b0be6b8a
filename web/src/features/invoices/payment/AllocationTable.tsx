import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import field from '../../../components/Field.module.css'
import { Money } from '../../../components/Money'
import { formatDay } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { euros } from '../../../lib/decimal'
import css from './AllocationTable.module.css'
import type { Cells, OpenDue } from './spread'

interface Props {
  dues: readonly OpenDue[]
  loading: boolean
  error: Error | null
  cells: Cells
  complaintOf: (dueId: string) => string | undefined
  /** Nothing until an amount is given. */
  sums: { allocated: bigint; left: bigint } | null
  /** The proposal for what was typed last is on its way. */
  settling: boolean
  isProposed: boolean
  onCells: (cells: Cells) => void
  onOldestFirst: () => void
  onEnter: () => void
}

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/** What is open, with a cell for each due row. Arrows go up and down, Enter enters the payment. */
export function AllocationTable(props: Props) {
  const { dues, cells, sums } = props
  const { t } = useTranslation()
  if (props.error) return <p className={css.note} role="alert">{reasonText(props.error, t)}</p>
  if (props.loading) return <p className={css.note}>{t('loading')}</p>
  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>): void => {
    if (event.key === 'Enter') props.onEnter()
    const step = steps[event.key]
    if (step === undefined) return
    const inputs = [...event.currentTarget.querySelectorAll('input')]
    inputs[inputs.indexOf(event.target as HTMLInputElement) + step]?.focus()
    event.preventDefault()
  }
  return (
    <div className={css.allocation}>
      <div className={css.title}>
        <h3>{t('payment.against')}</h3>
        {!props.isProposed && dues.length > 0 && (
          <Button look="quiet" onClick={props.onOldestFirst}>
            {t('payment.oldestFirst')}
          </Button>
        )}
      </div>
      {dues.length === 0 ? (
        <p className="quiet">{t('payment.nothingOpen')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('invoices.column.number')}</th>
              <th scope="col">{t('invoices.column.due_on')}</th>
              <th scope="col" data-right>{t('invoices.column.open')}</th>
              <th scope="col" data-right>{t('payment.share')}</th>
            </tr>
          </thead>
          <tbody onKeyDown={onKeyDown}>
            {dues.map((due) => {
              const complaint = props.complaintOf(due.id)
              return (
                <tr key={due.id}>
                  <td>{due.number}</td>
                  <td data-late={due.late || undefined}>{formatDay(due.dueOn)}</td>
                  <td data-right>
                    <Money value={{ amount: due.open, currency: 'EUR' }} />
                  </td>
                  <td data-right>
                    <input
                      className={field.control}
                      inputMode="decimal"
                      autoComplete="off"
                      aria-label={t('payment.shareOf', { number: due.number, day: formatDay(due.dueOn) })}
                      aria-invalid={complaint !== undefined || undefined}
                      value={cells[due.id] ?? ''}
                      onFocus={(event) => event.target.select()}
                      onChange={(event) => props.onCells({ ...cells, [due.id]: event.target.value })}
                    />
                    {complaint && <p className={css.wrong}>{complaint}</p>}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {sums && (
        <dl className={css.sums} aria-live="polite" aria-busy={props.settling}>
          <div>
            <dt>{t('payment.allocated')}</dt>
            <dd>
              <Money value={euros(sums.allocated)} currency />
            </dd>
          </div>
          <div data-wrong={sums.left < 0n || undefined}>
            <dt>{t(sums.left < 0n ? 'payment.over' : 'payment.left')}</dt>
            <dd>
              <Money value={euros(sums.left < 0n ? -sums.left : sums.left)} currency />
            </dd>
          </div>
        </dl>
      )}
    </div>
  )
}
