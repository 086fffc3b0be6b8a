import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Section } from '../../../components/Section'
import type { Card, Client } from '../../../lib/api/types'
import { inOrder } from '../lines'
import { useUnitName } from '../../card/useUnitName'
import css from './AutogenBlock.module.css'
import { Forecast } from './Forecast'
import { LineItem } from './LineItem'

const FEW = 8

interface Props {
  client: Client
  unitId: string | undefined
  section: Card['sections']['autogen']
  onRetry: () => void
  retrying: boolean
}

/** What the client is invoiced for again and again, with the full content of what comes next. */
export function AutogenBlock({ client, unitId, section, onRetry, retrying }: Props) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const lines = inOrder(section.data?.lines ?? [])
  const shown = all ? lines : lines.slice(0, FEW)
  const unitName = useUnitName(client.id, shown.some((line) => line.unit_id !== null))
  const count = section.data?.count ?? lines.length
  return (
    <Section
      id="autogen"
      title={t('autogen.title')}
      count={count > 0 ? count : undefined}
      state={section.state}
      asOf={section.as_of}
      onRetry={onRetry}
      retrying={retrying}
      action={
        <>
          {count > 0 && (
            <Link to="/autogen" search={{ client: client.id }} className={css.all}>
              {t('autogen.allLines')}
            </Link>
          )}
          <Link to="/autogen/new" search={{ client: client.id, unit: unitId }} className={css.all}>
            {t('autogen.new')}
          </Link>
        </>
      }
    >
      {section.data && lines.length === 0 && <p className="quiet">{t('autogen.none')}</p>}
      {section.data && lines.length > 0 && (
        <>
          <ul className={css.lines} aria-label={t('autogen.title')}>
            {shown.map((line) => (
              <LineItem key={line.id} line={line} unit={unitName(line.unit_id)} />
            ))}
          </ul>
          {lines.length > shown.length && (
            <Button small look="ghost" onClick={() => setAll(true)}>
              {t('autogen.more', { count: lines.length - shown.length })}
            </Button>
          )}
          {all && count > lines.length && (
            <Link to="/autogen" search={{ client: client.id }} className={css.all}>
              {t('autogen.beyond', { count: count - lines.length })}
            </Link>
          )}
          <Forecast clientId={client.id} forecast={section.data.forecast} />
        </>
      )}
    </Section>
  )
}
