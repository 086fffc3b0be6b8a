import { useQuery } from '@tanstack/react-query'
import { getClient } from '../../../lib/api/client'

/** What a client is called now. */
export function ClientName({ clientId }: { clientId: string }) {
  const client = useQuery({ queryKey: ['client', clientId], queryFn: ({ signal }) => getClient(clientId, signal), staleTime: 60_000 })
  return client.data?.name_shown ?? (client.error ? '?' : '…')
}
