import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StandIn } from '../../app/StandIn'
import type { AutogenLine } from '../../lib/api/types'
import { getLine } from './api/lines'
import { typedOf } from './editor/draft'
import { LineEditor } from './editor/LineEditor'

export function EditLinePage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/autogen/$id/edit' })
  const line = useQuery({
    queryKey: ['autogen-line-to-edit', id],
    queryFn: ({ signal }) => getLine(id, signal),
    // The form must begin from what is there now; what changes afterwards is told when it is saved.
    staleTime: 0,
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
  useEffect(() => {
    document.title = `${t('autogen.editTitle')} · SYS`
  }, [t])
  if (line.data) return <Editing key={id} line={line.data} />
  return <StandIn error={line.error} onRetry={() => void line.refetch()} back={<Link to="/autogen">{t('autogen.back')}</Link>} />
}

function Editing({ line }: { line: AutogenLine }) {
  const [start] = useState(() => typedOf(line))
  return <LineEditor line={line} start={start} />
}
