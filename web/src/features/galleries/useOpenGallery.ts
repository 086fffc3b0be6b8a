import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { getCard } from '../card/api/card'

/** The unit whose gallery belongs to what is on the screen: the card's own or main one, or the page's. */
export function useOpenGallery(): string | undefined {
  const { id, unit } = useParams({ strict: false })
  const { unit: chosen } = useSearch({ from: '/clients/$id', shouldThrow: false }) ?? {}
  const isCard = useParams({ from: '/clients/$id', shouldThrow: false }) !== undefined
  const card = useQuery({ queryKey: ['card', id, chosen ?? null], queryFn: ({ signal }) => getCard(id ?? '', chosen, signal), enabled: isCard && id !== undefined })
  if (!isCard) return unit
  return card.data?.unit?.id ?? card.data?.sections.galleries.data?.galleries[0]?.unit_id
}
