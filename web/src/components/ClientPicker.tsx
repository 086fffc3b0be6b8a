import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getCatalogue } from '../features/catalogue/api/catalogue'
import { getClient } from '../lib/api/client'

import { Combobox } from './Combobox'

/** Chooses another client by searching the catalogue. */
export function ClientPicker({ label, clientId, onClient }: { label: string; clientId: string | null; onClient: (id: string | null) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const q = text.trim()
  const chosen = useQuery({
    queryKey: ['client', clientId],
    queryFn: ({ signal }) => getClient(clientId ?? '', signal),
    enabled: clientId !== null,
    staleTime: 60_000,
  })
  const found = useQuery({
    queryKey: ['picker', q],
    queryFn: ({ signal }) => getCatalogue({ q }, 0, 10, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const options = q === '' ? [] : (found.data?.items ?? []).filter((row) => row.unit === null)
  return (
    <Combobox
      label={label}
      shown={clientId === null ? '' : (chosen.data?.name_shown ?? '…')}
      text={text}
      onText={setText}
      options={options.map((row) => ({ value: row.id, label: row.name, hint: row.registration_number ?? undefined }))}
      onChoose={(option) => onClient(option?.value ?? null)}
      placeholder={t('picker.client')}
      clearName={t('action.clear')}
    />
  )
}
