import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../components/Dialog'
import { Highlight } from '../components/Highlight'
import { Icon, type IconName } from '../components/Icon'
import { setLanguage } from '../i18n'
import { getCatalogue } from '../features/catalogue/api/catalogue'
import { useOpenGallery } from '../features/galleries/useOpenGallery'
import { setTheme } from './theme'
import css from './Palette.module.css'

interface Entry {
  key: string
  icon: IconName
  label: React.ReactNode
  hint?: string
  run: () => void
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Clients and actions in one box. */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const q = text.trim()
  const gallery = useOpenGallery()
  const found = useQuery({
    queryKey: ['palette', q],
    queryFn: ({ signal }) => getCatalogue({ q }, 0, 8, signal),
    enabled: q !== '' && q !== '*',
    placeholderData: keepPreviousData,
    retry: false,
  })
  const go = (run: () => unknown) => () => {
    onClose()
    run()
  }
  const actions: (Entry & { text: string })[] = [
    { name: 'new', icon: 'plus' as const, hint: 'N', run: () => navigate({ to: '/clients/new', search: q ? { name: q } : {} }) },
    { name: 'catalogue', icon: 'search' as const, hint: 'G K', run: () => navigate({ to: '/' }) },
    { name: 'today', icon: 'check' as const, hint: 'G S', run: () => navigate({ to: '/today' }) },
    { name: 'invoices', icon: 'invoice' as const, hint: 'G R', run: () => navigate({ to: '/invoices' }) },
    { name: 'autogen', icon: 'refresh' as const, hint: 'G A', run: () => navigate({ to: '/autogen' }) },
    { name: 'newLine', icon: 'plus' as const, run: () => navigate({ to: '/autogen/new' }) },
    { name: 'ledger', icon: 'clock' as const, run: () => navigate({ to: '/autogen/periods' }) },
    { name: 'indexations', icon: 'sortUp' as const, run: () => navigate({ to: '/autogen/indexations' }) },
    { name: 'visitCheck', icon: 'check' as const, hint: 'G V', run: () => navigate({ to: '/visits/check' }) },
    { name: 'documents', icon: 'document' as const, hint: 'G D', run: () => navigate({ to: '/documents' }) },
    ...(gallery ? [{ name: 'gallery', icon: 'picture' as const, run: () => navigate({ to: '/galleries/$unit', params: { unit: gallery } }) }] : []),
    { name: 'groups', icon: 'filter' as const, hint: 'G G', run: () => navigate({ to: '/groups' }) },
    { name: 'settings', icon: 'sliders' as const, hint: 'G I', run: () => navigate({ to: '/settings' }) },
    { name: 'light', icon: 'sun' as const, run: () => setTheme('light') },
    { name: 'dark', icon: 'moon' as const, run: () => setTheme('dark') },
    { name: 'language', icon: 'web' as const, run: () => setLanguage(i18n.language === 'lv' ? 'en' : 'lv') },
    { name: 'keys', icon: 'question' as const, hint: '?', run: onKeys },
  ].map((a) => ({ key: a.name, icon: a.icon, label: t(`palette.${a.name}`), text: t(`palette.${a.name}`), hint: a.hint, run: go(a.run) }))
  const clients: Entry[] =
    q === '' || q === '*'
      ? []
      : (found.data?.items ?? []).map((row) => ({
          key: row.id + (row.unit?.id ?? ''),
          icon: row.kind === 'natural' ? 'person' : 'building',
          label: row.matched?.field === 'name' ? <Highlight text={row.name} ranges={row.matched.ranges} /> : row.name,
          hint: row.unit?.name ?? row.registration_number ?? undefined,
          run: go(() => navigate({ to: '/clients/$id', params: { id: row.id }, search: row.unit ? { unit: row.unit.id } : {} })),
        }))
  const entries: Entry[] = [...clients, ...actions.filter((a) => q === '' || plain(a.text).includes(plain(q)))]
  const current = Math.min(at, entries.length - 1)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((current + (event.key === 'ArrowDown' ? 1 : -1) + entries.length) % Math.max(1, entries.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      entries[current]?.run()
    }
  }
  return (
    <Dialog bare title={t('palette.title')} onClose={onClose}>
      <div className={css.find}>
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={current >= 0 ? `palette-${current}` : undefined}
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul id="palette-list" role="listbox" className={css.list}>
        {entries.map((entry, index) => (
          <li
            key={entry.key}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === current}
            onPointerMove={() => setAt(index)}
            onClick={entry.run}
          >
            <Icon name={entry.icon} />
            <span className="one-line">{entry.label}</span>
            {entry.hint && <span className={css.hint}>{entry.hint}</span>}
          </li>
        ))}
        {entries.length === 0 && <li className={css.none}>{found.isFetching ? t('finder.searching') : t('empty.title')}</li>}
      </ul>
    </Dialog>
  )
}
