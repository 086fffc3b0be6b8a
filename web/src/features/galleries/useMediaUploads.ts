import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components/toast'
import { useUploads } from '../../components/useUploads'
import type { Media, Unit } from '../../lib/api/types'
import { putMedia } from './api/media'
import { takenAt } from './media'
import { refreshMedia } from './refresh'

const yearMonth = ({ year, month }: Media): string => `${year}-${`${month}`.padStart(2, '0')}`

/** Files on their way into the gallery of a unit, or of one of its visits. */
export function useMediaUploads(unit: Pick<Unit, 'id' | 'client_id'>, visitId: string | undefined, unitName: (unitId: string) => string) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useUploads(`galleries/${unit.id}`, async (file, uploadId) => {
    // The upload's id is the file's: sending again what may have arrived makes one.
    const { duplicates } = await putMedia(uploadId, {
      client_id: unit.client_id,
      unit_id: unit.id,
      upload_id: uploadId,
      taken_at: takenAt(file),
      visit_id: visitId ?? null,
    })
    void refreshMedia(queries)
    const [same] = duplicates
    if (!same) return
    showToast(t('galleries.duplicate', { name: file.name, unit: unitName(same.unit_id), month: yearMonth(same) }), {
      tone: 'attention',
      action: { label: t('galleries.show'), run: () => void navigate({ to: '/galleries/$unit', params: { unit: same.unit_id }, search: { photo: same.id } }) },
    })
  })
}
