import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import { Section } from '../../../components/Section'
import type { Card, Client, Unit } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { getAllUnits } from '../api/units'
import { nameOnCard, unitLines } from '../unitTree'
import { UnitDetail } from './UnitDetail'
import { UnitEditor } from './UnitEditor'
import css from './Units.module.css'

interface Props {
  client: Client
  section: Card['sections']['units']
  unit: Unit | null
  onUnit: (unitId: string) => void
  onRetry: () => void
  retrying: boolean
}

const FILTER_FROM = 12
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Structural units: active ones as a tree, then closed ones with day and reason; beside them the chosen one. */
export function Units({ client, section, unit, onUnit, onRetry, retrying }: Props) {
  const { t } = useTranslation()
  const clientId = client.id
  const [editing, setEditing] = useState<Unit | 'new' | null>(null)
  const [text, setText] = useState('')
  const list = section.data
  const all = useQuery({
    queryKey: ['card', clientId, 'units'],
    queryFn: ({ signal }) => getAllUnits(clientId, signal),
    enabled: list !== null && list.units.length < list.total,
  })
  const units = all.data ?? list?.units ?? []
  const wanted = plain(text.trim())
  const lines = unitLines(units).filter(
    ({ unit: each }) => wanted === '' || plain(`${each.name} ${each.code} ${each.address}`).includes(wanted),
  )
  const chosen = units.find((each) => each.id === unit?.id) ?? unit
  return (
    <Section
      id="units"
      title={t('units.title')}
      count={list && list.total > 0 ? (list.active === list.total ? list.total : t('units.activeOf', { count: list.active, total: list.total })) : undefined}
      state={section.state}
      asOf={section.as_of}
      onRetry={onRetry}
      retrying={retrying}
      action={
        <Button small look="ghost" icon="plus" onClick={() => setEditing('new')}>
          {t('units.add')}
        </Button>
      }
    >
      {units.length === 0 ? (
        <p className="quiet">{t('units.empty')}</p>
      ) : (
        <div className={css.panes}>
          <div className={css.listPane}>
            {units.length > FILTER_FROM && (
              <input
                className={css.find}
                value={text}
                placeholder={t('units.find')}
                aria-label={t('units.find')}
                onChange={(event) => setText(event.target.value)}
              />
            )}
            <ul className={css.list} aria-label={t('units.title')}>
              {lines.map(({ unit: each, depth }) => (
                <li key={each.id}>
                  <button
                    type="button"
                    className={css.unit}
                    title={each.name}
                    aria-pressed={each.id === chosen?.id}
                    data-closed={!each.active || undefined}
                    style={{ paddingLeft: 8 + depth * 16 }}
                    onClick={() => onUnit(each.id)}
                  >
                    <span className={css.star} title={each.main ? t('units.main') : undefined}>
                      {each.main && <Icon name="star" size={13} />}
                    </span>
                    <span className={css.unitName}>{nameOnCard(each, client)}</span>
                    <span className={css.unitNote}>
                      {each.active
                        ? each.address || each.city
                        : [t('units.closedOn', { day: formatDay(each.closed_on) }), each.closed_reason].filter(Boolean).join(' · ')}
                    </span>
                  </button>
                </li>
              ))}
              {lines.length === 0 && <li className={css.none}>{t('empty.title')}</li>}
            </ul>
          </div>
          {chosen && <UnitDetail clientId={clientId} unit={chosen} units={units} onEdit={() => setEditing(chosen)} />}
        </div>
      )}
      {editing !== null && (
        <UnitEditor
          clientId={clientId}
          unit={editing === 'new' ? null : editing}
          units={units}
          onClose={() => setEditing(null)}
          onSaved={(saved) => {
            setEditing(null)
            onUnit(saved.id)
          }}
        />
      )}
    </Section>
  )
}
