import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { AreaField, TextField } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import type { Media } from '../../../lib/api/types'
import { changesOf, complaintsOf, typedOf, type TypedMedia } from '../draft'
import { useChange } from '../useMediaActs'

/** What is said of a file, changed in place. */
export function MediaForm({ media }: { media: Media }) {
  const { t } = useTranslation()
  const [changed, setChanged] = useState<Partial<TypedMedia>>({})
  const change = useChange()
  const typed = { ...typedOf(media), ...changed }
  const wrong = complaintsOf(typed)
  const changes = changesOf(media, typed)
  const field = (name: keyof TypedMedia) => ({ label: t(`galleries.field.${name}`), value: typed[name], onText: (text: string) => setChanged({ ...changed, [name]: text }) })
  const hint = (name: 'day' | 'time') => wrong[name] && ({ tone: 'attention', text: t(wrong[name]) } as const)
  const isReady = Object.keys(changes).length > 0 && Object.keys(wrong).length === 0
  const save = (): void => {
    if (isReady && !change.isPending) change.mutate({ media, changes }, { onSuccess: () => setChanged({}) })
  }
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
      }}
    >
      <AreaField rows={3} maxLength={1000} {...field('caption')} />
      <TextField wide hint={{ tone: 'plain', text: t('galleries.tagsHint') }} {...field('tags')} />
      <TextField inputMode="numeric" placeholder={t('field.dayForm')} size={10} hint={hint('day')} {...field('day')} />
      <TextField inputMode="numeric" size={5} hint={hint('time')} {...field('time')} />
      {isReady && (
        <Button small look="primary" type="submit" disabled={change.isPending}>
          {t('action.save')}
        </Button>
      )}
    </form>
  )
}
