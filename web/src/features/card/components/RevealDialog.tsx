import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { CopyText } from '../../../components/CopyText'
import { Dialog } from '../../../components/Dialog'
import { TextField } from '../../../components/Field'
import css from '../../../components/Form.module.css'
import type { Identifier } from '../../../lib/api/types'
import { reasonText } from '../../../lib/reasons'
import { revealIdentifier } from '../api/acts'

/** Shows a masked number in full after a reason was given; the number is not kept when the window closes. */
export function RevealDialog({ clientId, identifier, onClose }: { clientId: string; identifier: Identifier; onClose: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const reveal = useMutation({ mutationFn: () => revealIdentifier(clientId, identifier.id, reason.trim()), gcTime: 0 })
  const ready = reason.trim().length >= 3
  return (
    <Dialog
      title={t('reveal.title', { name: t(`identifier.${identifier.type}`) })}
      onClose={onClose}
      footer={
        reveal.data ? (
          <Button onClick={onClose}>{t('action.close')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button look="primary" disabled={!ready || reveal.isPending} onClick={() => reveal.mutate()}>
              {t('reveal.show')}
            </Button>
          </>
        )
      }
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) reveal.mutate()
        }}
      >
        {reveal.data ? (
          <p className={css.wide}>
            <CopyText text={reveal.data.value} mono />
          </p>
        ) : (
          <>
            <p className={css.note}>{t('reveal.text')}</p>
            <TextField
              wide
              autoFocus
              required
              maxLength={300}
              label={t('reveal.reason')}
              value={reason}
              onText={setReason}
              hint={reveal.error ? { tone: 'attention', text: reasonText(reveal.error, t) } : undefined}
            />
          </>
        )}
      </form>
    </Dialog>
  )
}
