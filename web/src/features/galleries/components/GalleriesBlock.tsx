import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../components/Section'
import type { Card, Client } from '../../../lib/api/types'
import { formatNumber } from '../../../lib/format'
import { useUnitName } from '../../card/useUnitName'
import css from './GalleriesBlock.module.css'
import { Thumb } from './Thumb'

interface Props {
  client: Client
  /** Whose gallery opens; the largest when no unit is selected. */
  unitId: string | undefined
  section: Card['sections']['galleries']
  onRetry: () => void
  retrying: boolean
}

/** The galleries of a client: what was taken last, and how much each unit has. */
export function GalleriesBlock({ client, unitId, section, onRetry, retrying }: Props) {
  const { t, i18n } = useTranslation()
  const { data } = section
  const unitName = useUnitName(client.id, (data?.count ?? 0) > 0)
  const here = unitId ?? data?.galleries[0]?.unit_id ?? client.main_unit_id
  return (
    <Section
      id="galleries"
      title={t('galleries.title')}
      count={data && data.count > 0 ? formatNumber(data.count, i18n.language) : undefined}
      state={section.state}
      asOf={section.as_of}
      onRetry={onRetry}
      retrying={retrying}
      action={
        here && (
          <Link to="/galleries/$unit" params={{ unit: here }} className={css.open}>
            {t('galleries.open')}
          </Link>
        )
      }
    >
      {data?.count === 0 && <p className="quiet">{t(here ? 'galleries.none' : 'galleries.noUnits')}</p>}
      {data && data.media.length > 0 && (
        <ul className={css.last} aria-label={t('galleries.last')}>
          {data.media.map((media) => (
            <li key={media.id}>
              <Link to="/galleries/$unit" params={{ unit: media.unit_id }} search={{ photo: media.id }} title={media.caption || media.file_name}>
                <Thumb media={media} />
                <span className={css.unit}>{unitName(media.unit_id)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {data && data.galleries.length > 0 && (
        <ul className={css.units} aria-label={t('galleries.byUnit')}>
          {data.galleries.map(({ unit_id, count }) => (
            <li key={unit_id}>
              <Link to="/galleries/$unit" params={{ unit: unit_id }}>
                {unitName(unit_id) || '…'}
              </Link>{' '}
              <b>{formatNumber(count, i18n.language)}</b>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
