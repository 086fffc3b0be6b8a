import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import type { Card } from '../../lib/api/types'
import { getCard } from '../card/api/card'

/** The unit whose gallery belongs to a card: its own or main one, else the one with the most files, else its first. */
export const galleryOf = ({ unit, sections }: Card): string | undefined => unit?.id ?? sections.galleries.data?.galleries[0]?.unit_id ?? sections.units.data?.units[0]?.id

/** The unit whose gallery belongs to what is on the screen. */
export function useOpenGallery(): string | undefined {
  const { id, unit } = useParams({ strict: false })
  const { unit: chosen } = useSearch({ from: '/clients/$id', shouldThrow: false }) ?? {}
  const isCard = useParams({ from: '/clients/$id', shouldThrow: false }) !== undefined
  const card = useQuery({ queryKey: ['card', id, chosen ?? null], queryFn: ({ signal }) => getCard(id ?? '', chosen, signal), enabled: isCard && id !== undefined })
  if (!isCard) return unit
  return card.data && galleryOf(card.data)
}
