import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../components/Banner'
import { Button, IconButton } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { showToast } from '../../components/toast'
import { deleteGroup, getGroups } from '../../lib/api/groups'
import type { Group } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import css from './GroupsPage.module.css'
import { GroupDialog } from './GroupDialog'
import { groupLines } from './groupTree'
import { SettingsDialog } from './SettingsDialog'

/** Groups of clients as a tree: chains, holdings, segments. */
export function GroupsPage() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [editing, setEditing] = useState<Group | 'new' | null>(null)
  const [deleting, setDeleting] = useState<Group | null>(null)
  const [settingsOf, setSettingsOf] = useState<Group | null>(null)
  const groups = useQuery({ queryKey: ['groups'], queryFn: ({ signal }) => getGroups(signal) })
  const remove = useMutation({
    mutationFn: (group: Group) => deleteGroup(group.id),
    onSuccess: () => showToast(t('groups.deleted')),
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
    onSettled: () => {
      setDeleting(null)
      return queries.invalidateQueries({ queryKey: ['groups'] })
    },
  })
  useEffect(() => {
    document.title = `${t('nav.groups')} · SYS`
  }, [t])
  const list = groups.data?.groups ?? []
  return (
    <main className={css.page}>
      <header className={css.head}>
        <h1>{t('groups.title')}</h1>
        <Button look="primary" icon="plus" onClick={() => setEditing('new')}>
          {t('groups.new')}
        </Button>
      </header>
      {groups.error && (
        <Banner action={<Button small onClick={() => void groups.refetch()}>{t('action.retry')}</Button>}>{reasonText(groups.error, t)}</Banner>
      )}
      {groups.data && list.length === 0 && <p className="quiet">{t('groups.empty')}</p>}
      <ul className={css.list}>
        {groupLines(list).map(({ group, depth }) => (
          <li key={group.id} style={{ paddingLeft: depth * 20 }}>
            <Link to="/" search={{ group: [group.id] }} className={css.name}>
              {group.name}
            </Link>
            <span className={css.count}>
              {t('clients.count', { count: group.client_count })}
            </span>
            <IconButton small icon="sliders" name={t('groups.settingsOf', { name: group.name })} onClick={() => setSettingsOf(group)} />
            <IconButton small icon="edit" name={t('groups.edit', { name: group.name })} onClick={() => setEditing(group)} />
            <IconButton small icon="trash" name={t('groups.delete', { name: group.name })} onClick={() => setDeleting(group)} />
          </li>
        ))}
      </ul>
      {editing && <GroupDialog group={editing === 'new' ? null : editing} groups={list} onClose={() => setEditing(null)} />}
      {settingsOf && <SettingsDialog group={settingsOf} onClose={() => setSettingsOf(null)} />}
      {deleting && (
        <Dialog
          title={t('groups.deleteTitle', { name: deleting.name })}
          onClose={() => setDeleting(null)}
          footer={
            <>
              <Button onClick={() => setDeleting(null)}>{t('action.cancel')}</Button>
              <Button look="primary" disabled={remove.isPending} onClick={() => remove.mutate(deleting)}>
                {t('action.delete')}
              </Button>
            </>
          }
        >
          <p>{t('groups.deleteText')}</p>
        </Dialog>
      )}
    </main>
  )
}
