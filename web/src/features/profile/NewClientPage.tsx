import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ClientEditor } from './ClientEditor'
import { prefillOf } from './prefill'

export function NewClientPage() {
  const { t } = useTranslation()
  const { name } = useSearch({ from: '/clients/new' })
  const [prefill] = useState(() => (name ? prefillOf(name) : null))
  useEffect(() => {
    document.title = `${t('client.new')} · SYS`
  }, [t])
  return <ClientEditor client={null} prefill={prefill} />
}
