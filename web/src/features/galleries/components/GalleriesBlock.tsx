import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../components/Section'
import type { Card, Client } from '../../../lib/api/types'
import { formatNumber } from '../../../lib/format'
import { useUnitName } from '../../card/useUnitName'
import css from './GalleriesBlock.module.css'
import { PlainThumb } from './Thumb'

interface Props {
  client: Client
  /** The unit whose gallery it leads to. */
  unitId: string | undefined
  section: Card['sections']['galleries']
  onRetry: () => void
  retrying: boolean
}

/** What was photographed last at a client, and how much there is of each unit. */
export function GalleriesBlock({ client, unitId, section, onRetry, retrying }: Props) {
  const { t, i18n } = useTranslation()
  const { data } = section
  const unitName = useUnitName(client.id, Boolean(data && data.count > 0))
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
        unitId && (
          <Link to="/galleries/$unit" params={{ unit: unitId }} className={css.open}>
            {t('galleries.open')}
          </Link>
        )
      }
    >
      {data?.count === 0 && <p className="quiet">{t(unitId ? 'galleries.none' : 'galleries.noUnits')}</p>}
      {data && data.count > 0 && (
        <>
          <ul className={css.last} aria-label={t('galleries.last')}>
            {data.media.map((media) => (
              <li key={media.id}>
                <Link to="/galleries/$unit" params={{ unit: media.unit_id }} search={{ photo: media.id }} aria-label={media.caption || media.file_name}>
                  <span className={css.thumb}>
                    <PlainThumb media={media} />
                  </span>
                  <span className="one-line">{unitName(media.unit_id)}</span>
                </Link>
              </li>
            ))}
          </ul>
          <ul className={css.units} aria-label={t('galleries.byUnit')}>
            {data.galleries.map(({ unit_id, count }) => (
              <li key={unit_id}>
                <Link to="/galleries/$unit" params={{ unit: unit_id }}>
                  {unitName(unit_id) || '…'}
                </Link>{' '}
                <span className="quiet">{formatNumber(count, i18n.language)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
