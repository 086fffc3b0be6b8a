import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'

interface Props {
  count: number
  unitName: string
  onAct: () => void
  onClose: () => void
}

/** Asks whether dropped files are meant for this unit. Enter says yes. */
export function DropDialog({ count, unitName, onAct, onClose }: Props) {
  const { t } = useTranslation()
  const yes = useRef<HTMLButtonElement>(null)
  useEffect(() => yes.current?.focus(), [])
  return (
    <Dialog
      title={t('galleries.dropTitle', { name: unitName })}
      onClose={onClose}
      onConfirm={onAct}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button ref={yes} look="primary" onClick={onAct}>
            {t('galleries.dropAct')}
          </Button>
        </>
      }
    >
      <p>{t('galleries.dropText', { count })}</p>
    </Dialog>
  )
}
