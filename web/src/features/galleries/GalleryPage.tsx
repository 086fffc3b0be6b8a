import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { StandIn } from '../../app/StandIn'
import { getUnit } from '../visits/api/visits'
import { GalleryView } from './GalleryView'

/** The gallery of a unit. */
export function GalleryPage() {
  const { t } = useTranslation()
  const { unit: unitId } = useParams({ from: '/galleries/$unit' })
  const search = useSearch({ from: '/galleries/$unit' })
  const unit = useQuery({ queryKey: ['unit', unitId], queryFn: ({ signal }) => getUnit(unitId, signal) })
  const name = unit.data?.name
  useEffect(() => {
    document.title = name ? `${name} · ${t('galleries.one')} · SYS` : 'SYS'
  }, [name, t])
  if (unit.data) return <GalleryView key={`${unitId} ${search.bin ?? ''}`} unit={unit.data} search={search} />
  return <StandIn error={unit.error} onRetry={() => void unit.refetch()} />
}
