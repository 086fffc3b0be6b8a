import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { SelectField, TextField } from '../../components/Field'
import form from '../../components/Form.module.css'
import { createGroup, updateGroup } from '../../lib/api/groups'
import type { Group } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'

/** Enters or renames a group, or moves it under another. */
export function GroupDialog({ group, groups, onClose }: { group: Group | null; groups: readonly Group[]; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [name, setName] = useState(group?.name ?? '')
  const [parent, setParent] = useState(group?.parent_id ?? '')
  const save = useMutation({
    mutationFn: () => {
      if (!group) return createGroup(name.trim(), parent || null)
      const changes = {
        ...(name.trim() === group.name ? {} : { name: name.trim() }),
        ...((parent || null) === group.parent_id ? {} : { parent_id: parent || null }),
      }
      return updateGroup(group, changes)
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['groups'] })
      onClose()
    },
  })
  const changed = group === null || name.trim() !== group.name || (parent || null) !== group.parent_id
  const ready = name.trim() !== '' && changed
  return (
    <Dialog
      title={group ? t('groups.edit', { name: group.name }) : t('groups.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={!ready || save.isPending} onClick={() => save.mutate()}>
            {t('action.save')}
          </Button>
        </>
      }
    >
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) save.mutate()
        }}
      >
        {save.error && <p className={form.warning}>{reasonText(save.error, t)}</p>}
        <TextField wide autoFocus required maxLength={150} label={t('field.name')} value={name} onText={setName} />
        <SelectField
          wide
          label={t('groups.parent')}
          value={parent}
          choices={[{ value: '', label: '—' }, ...groups.filter((x) => x.id !== group?.id).map((x) => ({ value: x.id, label: x.name }))]}
          onText={setParent}
        />
      </form>
    </Dialog>
  )
}
