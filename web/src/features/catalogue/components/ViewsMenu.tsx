import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../components/Button'
import { MenuItem, MenuTitle, Panel } from '../../../components/Menu'
import { readStored, writeStored } from '../../../lib/stored'
import type { CatalogueSearch } from '../params'
import css from './ViewsMenu.module.css'

interface View {
  name: string
  search: CatalogueSearch
}

const isViewList = (value: unknown): boolean =>
  Array.isArray(value) && value.every((x: unknown) => typeof x === 'object' && x !== null && 'name' in x && 'search' in x)

/** Named views kept in this browser: a name and what the URL says. */
export function ViewsMenu({ search }: { search: CatalogueSearch }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [views, setViews] = useState(() => readStored<View[]>('sys.views', [], isViewList))
  const [name, setName] = useState('')
  const store = (next: View[]): void => {
    setViews(next)
    writeStored('sys.views', next)
  }
  const save = (): void => {
    const trimmed = name.trim()
    if (trimmed === '') return
    store([...views.filter((view) => view.name !== trimmed), { name: trimmed, search }])
    setName('')
  }
  return (
    <Panel align="end" width={280} label={t('views.menu')} trigger={<IconButton icon="bookmark" name={t('views.menu')} />}>
      <MenuTitle>{t('views.menu')}</MenuTitle>
      {views.length === 0 && <p className={css.empty}>{t('views.empty')}</p>}
      {views.map((view) => (
        <div key={view.name} className={css.view}>
          <MenuItem
            checked={JSON.stringify(view.search) === JSON.stringify(search)}
            onSelect={() => void navigate({ to: '/', search: view.search })}
          >
            {view.name}
          </MenuItem>
          <IconButton
            small
            icon="trash"
            name={t('views.delete', { name: view.name })}
            onClick={() => store(views.filter((x) => x !== view))}
          />
        </div>
      ))}
      <form
        className={css.save}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <input value={name} maxLength={60} placeholder={t('views.name')} aria-label={t('views.name')} onChange={(event) => setName(event.target.value)} />
        <Button small type="submit" disabled={name.trim() === ''}>
          {t('action.save')}
        </Button>
      </form>
    </Panel>
  )
}
