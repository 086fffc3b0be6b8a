import { useQuery } from '@tanstack/react-query'
import { getGalleries } from '../galleries/api/media'
import { monthKey, type Month } from './months'

/** Whether there are photos of a unit in a month. Galleries that do not answer are no reason to show less of visits. */
export function usePhotoMonths(clientId: string | undefined): (unitId: string, month: Month) => boolean {
  const galleries = useQuery({ queryKey: ['galleries', clientId], queryFn: ({ signal }) => getGalleries(clientId ?? '', signal), enabled: clientId !== undefined })
  const key = (unitId: string, month: Month): string => `${unitId} ${monthKey(month)}`
  const found = new Set(galleries.data?.galleries.flatMap(({ unit_id, months }) => months.map((month) => key(unit_id, month))))
  return (unitId, month) => found.has(key(unitId, month))
}
