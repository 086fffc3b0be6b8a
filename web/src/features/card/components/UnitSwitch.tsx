import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import { MenuItem, Panel } from '../../../components/Menu'
import type { Client, Unit, UnitList } from '../../../lib/api/types'
import { nameOnCard, unitLines } from '../unitTree'

interface Props {
  client: Client
  units: UnitList
  unit: Unit | null
  onUnit: (unitId: string) => void
}

/** Which unit the card looks at; the main one first. */
export function UnitSwitch({ client, units, unit, onUnit }: Props) {
  const { t } = useTranslation()
  return (
    <Panel
      align="end"
      width={300}
      label={t('units.switch')}
      trigger={
        <Button small look="ghost" aria-label={t('units.switch')}>
          {unit?.main && <Icon name="star" size={13} />}
          {unit ? nameOnCard(unit, client) : t('units.choose')}
          <Icon name="down" size={14} />
        </Button>
      }
    >
      {unitLines(units.units).map(({ unit: each, depth }) => (
        <MenuItem
          key={each.id}
          checked={each.id === unit?.id}
          onSelect={() => onUnit(each.id)}
          hint={each.main ? t('units.main') : each.active ? each.city : t('units.closed')}
        >
          <span style={{ paddingLeft: depth * 14 }}>{nameOnCard(each, client)}</span>
        </MenuItem>
      ))}
    </Panel>
  )
}
