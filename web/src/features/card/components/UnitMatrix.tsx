import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Money } from '../../../components/Money'
import type { Amount, Card, Client, Turnover } from '../../../lib/api/types'
import type { InvoiceSearch } from '../../invoices/params'
import { getTurnover } from '../api/turnover'
import { getAllUnits } from '../api/units'
import { daysOf } from '../invoiceDays'
import { together, unitInYear, type Across } from '../turnover'
import { nameOnCard } from '../unitTree'
import css from './UnitMatrix.module.css'

interface Props {
  client: Client
  /** As the card has it: the largest units one by one, the others as one. */
  turnover: Turnover
  years: Turnover['years']
  units: Card['sections']['units']['data']
}

const FIRST_ROWS = 10

/** Units by years with the sums of both; each figure opens its invoices. */
export function UnitMatrix({ client, turnover, years, units }: Props) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const rest = useQuery({
    queryKey: ['card', client.id, 'units'],
    queryFn: ({ signal }) => getAllUnits(client.id, signal),
    enabled: units !== null && units.units.length < units.total,
  })
  const whole = useQuery({
    queryKey: ['card', client.id, 'turnover'],
    queryFn: ({ signal }) => getTurnover(client.id, signal),
    enabled: all && turnover.other_units !== null,
  })
  const { units: rows, other_units: others, net, years: sums } = (all && whole.data) || turnover
  const names = new Map((rest.data ?? units?.units ?? []).map((unit) => [unit.id, nameOnCard(unit, client)]))
  const shown = all ? rows : rows.slice(0, FIRST_ROWS)
  const hidden = [...rows.slice(shown.length), ...(others ? [others] : [])]
  const hiddenCount = rows.length - shown.length + (others?.count ?? 0)
  const nameOf = (unitId: string | null): string => (unitId === null ? t('turnover.noUnit') : (names.get(unitId) ?? t('turnover.unknownUnit')))
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={t('turnover.byUnits')}>
      <table className={css.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('turnover.unit')}</th>
            <th scope="col">{t('turnover.sum')}</th>
            {years.map(({ year }) => (
              <th key={year} scope="col">
                {year}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((unit) => (
            <Row
              key={unit.unit_id}
              name={nameOf(unit.unit_id)}
              years={years}
              across={unit}
              // What belongs to no unit has no list of its own.
              search={unit.unit_id === null ? null : { client: client.id, unit: unit.unit_id }}
            />
          ))}
          {hiddenCount > 0 && (
            <Row
              name={
                <Button look="quiet" disabled={whole.isFetching} onClick={() => setAll(true)}>
                  {t('turnover.others', { count: hiddenCount })}
                </Button>
              }
              years={years}
              across={together(hidden)}
              search={null}
            />
          )}
        </tbody>
        <tfoot>
          <Row name={t('turnover.sum')} years={years} across={{ net, years: sums }} search={{ client: client.id }} />
        </tfoot>
      </table>
    </div>
  )
}

interface RowProps {
  name: ReactNode
  years: Turnover['years']
  across: Across
  /** Which invoices make it; null when no list shows just those. */
  search: InvoiceSearch | null
}

function Row({ name, years, across, search }: RowProps) {
  const cell = (value: Amount, days?: { from: string; to: string }): ReactNode =>
    search ? (
      <Link to="/invoices" search={{ ...search, ...days }}>
        <Money value={value} />
      </Link>
    ) : (
      <Money value={value} />
    )
  return (
    <tr>
      <th scope="row" title={typeof name === 'string' ? name : undefined}>
        {name}
      </th>
      <td className={css.sum}>{cell(across.net)}</td>
      {years.map(({ year }) => {
        const value = unitInYear(across, year)
        return <td key={year}>{value && cell(value, daysOf(year))}</td>
      })}
    </tr>
  )
}
