import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { StandIn } from '../../app/StandIn'
import { getClient } from '../../lib/api/client'
import { ClientEditor } from './ClientEditor'

export function EditClientPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/clients/$id/edit' })
  const client = useQuery({
    queryKey: ['client', id],
    queryFn: ({ signal }) => getClient(id, signal),
    // The form must begin from what is there now; afterwards the merge on saving takes care of the rest.
    staleTime: 0,
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
  const name = client.data?.name_shown
  useEffect(() => {
    document.title = name ? `${name} · ${t('action.edit')} · SYS` : 'SYS'
  }, [name, t])
  if (client.data) return <ClientEditor key={id} client={client.data} />
  return <StandIn error={client.error} onRetry={() => void client.refetch()} />
}
