import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import { CopyText } from '../../../components/CopyText'
import { Icon } from '../../../components/Icon'
import { MenuItem, Panel } from '../../../components/Menu'
import { StatusMark } from '../../../components/StatusMark'
import type { Client, Unit, UnitList } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import css from './CardHead.module.css'
import { CheckMark } from './CheckMark'
import { StatusDialog } from './StatusDialog'
import { UnitSwitch } from './UnitSwitch'

interface Props {
  client: Client
  unit: Unit | null
  units: UnitList | null
  onUnit: (unitId: string) => void
  onNeighbour: (step: 1 | -1) => void
}

const headNumbers: ReadonlySet<string> = new Set(['lv_regcode', 'lv_vat', 'lv_personal_code', 'eu_vat', 'foreign'])

/** Who this is, at a glance, and the acts used every day. */
export function CardHead({ client, unit, units, onUnit, onNeighbour }: Props) {
  const { t } = useTranslation()
  const [changingStatus, setChangingStatus] = useState(false)
  const phone = client.channels.find((x) => x.kind === 'phone' && x.primary) ?? client.channels.find((x) => x.kind === 'phone')
  const email = client.channels.find((x) => x.kind === 'email' && x.primary) ?? client.channels.find((x) => x.kind === 'email')
  const contact = client.contacts.find((x) => x.primary && x.active)
  const callTo = contact?.phone || phone?.value
  const writeTo = contact?.email || email?.value
  const { notice } = client
  return (
    <header className={css.head}>
      <div className={css.line}>
        <div className={css.title}>
          <h1>{client.name_shown}</h1>
          {client.alias && <span className={css.alias}>{client.alias}</span>}
        </div>
        <div className={css.acts}>
          <IconButton icon="left" name={t('card.previous')} onClick={() => onNeighbour(-1)} />
          <IconButton icon="right" name={t('card.next')} onClick={() => onNeighbour(1)} />
          <Link to="/clients/$id/edit" params={{ id: client.id }} className={css.edit}>
            <Icon name="edit" size={14} />
            {t('action.edit')}
          </Link>
          <Panel align="end" label={t('card.more')} trigger={<IconButton icon="more" name={t('card.more')} />}>
            <MenuItem onSelect={() => setChangingStatus(true)}>{t('card.changeStatus')}</MenuItem>
            <MenuItem onSelect={() => window.print()}>{t('action.print')}</MenuItem>
            <MenuItem onSelect={() => void navigator.clipboard.writeText(location.href)}>{t('card.copyLink')}</MenuItem>
          </Panel>
        </div>
      </div>
      <div className={css.facts}>
        <span>{t(`kind.${client.kind}`)}</span>
        <StatusMark status={client.status} />
        {client.closed_on && <span className="quiet">{formatDay(client.closed_on)} {client.closed_reason}</span>}
        {client.group_id && (
          <Link to="/" search={{ group: [client.group_id] }} className={css.group} title={t('card.groupClients')}>
            {client.group_name}
          </Link>
        )}
        <span className="quiet">{t('card.number', { number: client.number })}</span>
      </div>
      <div className={css.facts}>
        {client.identifiers
          .filter((x) => headNumbers.has(x.type) && !x.valid_to)
          .map((x) => (
            <span key={x.id} className={css.number}>
              <span className="quiet">{t(`identifier.short.${x.type}`)}</span>
              {x.value ? <CopyText text={x.value} shown={x.shown} mono /> : <span className="mono">{x.shown}</span>}
              <CheckMark state={x.check_state} />
            </span>
          ))}
      </div>
      <div className={css.reach}>
        {contact && (
          <span>
            {contact.name} <span className="quiet">{contact.role}</span>
          </span>
        )}
        {callTo && (
          <a href={`tel:${callTo.replace(/[^\d+]/g, '')}`}>
            <Icon name="phone" size={14} />
            {callTo}
          </a>
        )}
        {writeTo && (
          <a href={`mailto:${writeTo}`}>
            <Icon name="mail" size={14} />
            {writeTo}
          </a>
        )}
        <span className={css.space} />
        {units && units.total > 0 && <UnitSwitch client={client} units={units} unit={unit} onUnit={onUnit} />}
      </div>
      {notice && (
        <p className={css.notice} role="note">
          <Icon name="attention" />
          <span>{notice.text}</span>
          <span className={css.scope}>
            {t(`notice.scope.${notice.scope}`)}
            {notice.valid_to && ` · ${t('until', { day: formatDay(notice.valid_to) })}`}
          </span>
        </p>
      )}
      {changingStatus && <StatusDialog client={client} activeUnits={units?.active ?? 0} onClose={() => setChangingStatus(false)} />}
    </header>
  )
}
