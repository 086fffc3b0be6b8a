import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { TextField } from '../../../components/Field'
import type { Media } from '../../../lib/api/types'
import { useAct } from '../../../lib/useAct'
import { putMedia } from '../api/media'
import { inputOf, tagsOf, withTags } from '../media'
import { refreshMedia } from '../refresh'

/** Adds tags to files that are marked. */
export function TagDialog({ media, onDone, onClose }: { media: readonly Media[]; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const send = useAct(
    async (tags: string[]) => {
      for (const one of media) await putMedia(one.id, inputOf(one, { tags: withTags(one, tags) }), one.etag)
    },
    t('galleries.tagged', { count: media.length }),
    refreshMedia,
  )
  return (
    <ActDialog
      title={t('galleries.tagTitle', { count: media.length })}
      act={t('galleries.tag')}
      error={send.error}
      pending={send.isPending}
      ready={tagsOf(text).length > 0}
      onAct={() => send.mutate(tagsOf(text), { onSuccess: onDone })}
      onClose={onClose}
    >
      <TextField wide label={t('galleries.field.tags')} hint={{ tone: 'plain', text: t('galleries.tagsHint') }} value={text} onText={setText} />
    </ActDialog>
  )
}
