import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { emptyDraft } from './editor/draft'
import { LineEditor } from './editor/LineEditor'

export function NewLinePage() {
  const { t } = useTranslation()
  const { client, unit } = useSearch({ from: '/autogen/new' })
  const [start] = useState(() => emptyDraft(client ?? null, unit ?? null))
  useEffect(() => {
    document.title = `${t('autogen.new')} · SYS`
  }, [t])
  return <LineEditor line={null} start={start} />
}
