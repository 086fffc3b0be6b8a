import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import { CopyText } from '../../../components/CopyText'
import { Kbd } from '../../../components/Kbd'
import { StatusMark } from '../../../components/StatusMark'
import type { Row } from '../../../lib/api/types'
import { useDelayed } from '../../../lib/useDelayed'
import { getCard } from '../../card/api/card'
import { NextInvoice, Strip, Sum } from './MoneyCells'
import css from './QuickView.module.css'

/** A drawer beside the list that follows the active row: row data at once, the card's data when the row stays. */
export function QuickView({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const settled = useDelayed(row.id, 120)
  const card = useQuery({
    queryKey: ['card', settled, row.unit?.id ?? null],
    queryFn: ({ signal }) => getCard(settled, row.unit?.id, signal),
    enabled: settled === row.id,
  })
  const units = card.data?.sections.units.data
  const contacts = card.data?.client.contacts.filter((x) => x.active) ?? []
  const facts: [string, string | null][] = [
    ['registration_number', row.registration_number],
    ['vat_number', row.vat_number],
    ['address', row.address],
    ['phone', row.phone],
    ['email', row.email],
    ['iban', row.iban],
    ['group', row.group],
    ['industry', row.industry],
    ['responsible', row.responsible],
  ]
  return (
    <aside className={css.drawer} aria-label={t('quick.label')}>
      <header className={css.head}>
        <div>
          <h2>{row.name}</h2>
          <p className={css.kind}>
            {t(`kind.${row.kind}`)} <StatusMark status={row.status} />
          </p>
        </div>
        <IconButton icon="close" name={t('action.close')} onClick={onClose} />
      </header>
      {row.notice && <p className={css.notice}>{row.notice}</p>}
      <dl className={css.facts}>
        {(['net_12_months_cents', 'open_cents', 'overdue_cents', 'days_late'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`column.${name}`)}</dt>
            <dd>
              <Sum name={name} row={row} language={i18n.language} t={t} />
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('column.paying_strip')}</dt>
          <dd>
            <Strip row={row} t={t} />
          </dd>
        </div>
        <div>
          <dt>{t('column.next_invoice_on')}</dt>
          <dd>
            <NextInvoice row={row} language={i18n.language} t={t} />
          </dd>
        </div>
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{t(`column.${name}`)}</dt>
              <dd>
                {name.endsWith('number') || name === 'iban' ? <CopyText text={value ?? ''} mono /> : value}
              </dd>
            </div>
          ))}
      </dl>
      {contacts.length > 0 && (
        <section className={css.block}>
          <h3>{t('card.contacts')}</h3>
          {contacts.slice(0, 4).map((x) => (
            <p key={x.id}>
              {x.name} <span className="quiet">{[x.role, x.phone || x.email].filter(Boolean).join(' · ')}</span>
            </p>
          ))}
        </section>
      )}
      {units && units.total > 0 && (
        <section className={css.block}>
          <h3>{t('units.title')}</h3>
          {units.units.slice(0, 8).map((unit) => (
            <p key={unit.id} data-closed={!unit.active || undefined}>
              <Link to="/clients/$id" params={{ id: row.id }} search={{ unit: unit.id }}>
                {unit.name}
              </Link>{' '}
              <span className="quiet">{unit.address}</span>
            </p>
          ))}
          {units.total > 8 && <p className="quiet">{t('units.moreCount', { count: units.total - 8 })}</p>}
        </section>
      )}
      <footer className={css.foot}>
        <Link to="/clients/$id" params={{ id: row.id }} search={row.unit ? { unit: row.unit.id } : {}}>
          {t('quick.open')}
        </Link>
        <Link to="/clients/$id/edit" params={{ id: row.id }}>
          {t('action.edit')}
        </Link>
        <span className={css.keys}>
          <Kbd keys="↑ ↓" />
          <Kbd keys="Enter" />
          <Kbd keys="Esc" />
        </span>
      </footer>
    </aside>
  )
}
