import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import message from '../../app/Message.module.css'
import { Button } from '../../components/Button'
import { reasonText } from '../../lib/reasons'
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
  if (!unit.error) return <main className={message.message} aria-busy="true" />
  return (
    <main className={message.message}>
      <h1>{reasonText(unit.error, t)}</h1>
      <Button onClick={() => void unit.refetch()}>{t('action.retry')}</Button>
    </main>
  )
}
