import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Party as PartyFields } from '../../../lib/api/types'
import css from './document.module.css'

interface Props {
  title: string
  party: PartyFields
  /** What is said while nothing is written down: a draft takes the party as it is on the day of issue. */
  absent: string
  clientId?: string
  unit?: string
  unitId?: string | null
}

/** A party as it stands on the document. */
export function Party({ title, party, absent, clientId, unit, unitId }: Props) {
  const { t } = useTranslation()
  const name = party.name || absent
  return (
    <section className={css.party}>
      <h2>{title}</h2>
      <p>
        {clientId ? (
          <Link to="/clients/$id" params={{ id: clientId }} search={unitId ? { unit: unitId } : {}}>
            {name || t('loading')}
          </Link>
        ) : (
          <strong data-absent={party.name === '' || undefined}>{name}</strong>
        )}
        {unit && <span className="quiet"> · {unit}</span>}
      </p>
      {party.registration_number && (
        <p>
          <span className="quiet">{t('identifier.short.lv_regcode')}</span> <span className="mono">{party.registration_number}</span>
        </p>
      )}
      {party.vat_number && (
        <p>
          <span className="quiet">{t('identifier.short.lv_vat')}</span> <span className="mono">{party.vat_number}</span>
        </p>
      )}
      {party.address && <p>{party.address}</p>}
      {party.iban && (
        <p>
          <span className="mono">{party.iban}</span> <span className="quiet">{[party.bank, party.bic].filter(Boolean).join(' · ')}</span>
        </p>
      )}
    </section>
  )
}
