import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import { DayField, TextField } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import type { Unit } from '../../../lib/api/types'
import { formatDay, today } from '../../../lib/format'
import { ScopeSettings } from '../../settings/ScopeSettings'
import { closeUnit, reopenUnit, setMainUnit } from '../api/units'
import { useCardAct } from '../useCardAct'
import css from './Units.module.css'

interface Props {
  clientId: string
  unit: Unit
  units: readonly Unit[]
  onEdit: () => void
}

/** The chosen unit and what can be done with it. */
export function UnitDetail({ clientId, unit, units, onEdit }: Props) {
  const { t } = useTranslation()
  const [closing, setClosing] = useState(false)
  const [settings, setSettings] = useState(false)
  const main = useCardAct(clientId, (id: string | null) => setMainUnit(clientId, id), t('saved'))
  const reopen = useCardAct(clientId, () => reopenUnit(unit.id), t('saved'))
  const parent = units.find((each) => each.id === unit.parent_id)
  const facts: [string, ReactNode][] = [
    ['code', unit.code],
    ['parent_id', parent?.name ?? ''],
    ['address', [unit.address, unit.address.includes(unit.city) ? '' : unit.city, unit.address.includes(unit.postcode) ? '' : unit.postcode].filter(Boolean).join(', ')],
    ['phone', unit.phone && <a href={`tel:${unit.phone.replace(/[^\d+]/g, '')}`}>{unit.phone}</a>],
    ['opened_on', formatDay(unit.opened_on)],
    ['closed_on', [formatDay(unit.closed_on), unit.closed_reason].filter(Boolean).join(' · ')],
    ['note', unit.note],
  ]
  return (
    <div className={css.detail}>
      <div>
        <h3>{unit.name}</h3>
        <p className="quiet">
          {[t(`unitKind.${unit.kind}`), unit.main && t('units.main'), !unit.active && t('units.closed'), unit.served && t('units.served')].filter(Boolean).join(' · ')}
        </p>
      </div>
      <dl>
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{t(`field.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        {unit.payer_client_id && (
          <div>
            <dt>{t('field.payer_client_id')}</dt>
            <dd>
              <Link to="/clients/$id" params={{ id: unit.payer_client_id }}>
                {t('units.openPayer')}
              </Link>
            </dd>
          </div>
        )}
      </dl>
      <div className={css.acts}>
        <Button small icon="edit" onClick={onEdit}>
          {t('action.edit')}
        </Button>
        <Button small onClick={() => setSettings(true)}>
          {t('groups.settings')}
        </Button>
        {unit.active && !unit.main && (
          <Button small disabled={main.isPending} onClick={() => main.mutate(unit.id)}>
            {t('units.setMain')}
          </Button>
        )}
        {unit.main && (
          <Button small disabled={main.isPending} onClick={() => main.mutate(null)}>
            {t('units.unsetMain')}
          </Button>
        )}
        {unit.active ? (
          <Button small onClick={() => setClosing(true)}>
            {t('units.close')}
          </Button>
        ) : (
          <Button small disabled={reopen.isPending} onClick={() => reopen.mutate(undefined)}>
            {t('units.reopen')}
          </Button>
        )}
      </div>
      {settings && (
        <Dialog wide title={t('units.settingsOf', { name: unit.name })} onClose={() => setSettings(false)}>
          <ScopeSettings scope="unit" ownerId={unit.id} onSaved={() => setSettings(false)} />
        </Dialog>
      )}
      {closing && <CloseUnitDialog clientId={clientId} unit={unit} onClose={() => setClosing(false)} />}
    </div>
  )
}

function CloseUnitDialog({ clientId, unit, onClose }: { clientId: string; unit: Unit; onClose: () => void }) {
  const { t } = useTranslation()
  const [day, setDay] = useState<string | null>(today())
  const [reason, setReason] = useState('')
  const close = useCardAct(clientId, () => closeUnit(unit.id, day, reason.trim()), t('saved'))
  return (
    <Dialog
      title={t('units.closeTitle', { name: unit.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={close.isPending || day === null} onClick={() => close.mutate(undefined, { onSuccess: onClose })}>
            {t('units.close')}
          </Button>
        </>
      }
    >
      <div className={form.form}>
        <DayField required label={t('field.closed_on')} value={day} onDay={setDay} />
        <TextField wide autoFocus label={t('field.reason')} value={reason} maxLength={500} onText={setReason} />
      </div>
    </Dialog>
  )
}
