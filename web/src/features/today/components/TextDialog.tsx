import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import { AreaField } from '../../../components/Field'
import css from './Big.module.css'

interface Props {
  title: string
  label: string
  value: string
  required?: boolean
  onSave: (text: string) => void
  onClose: () => void
}

/** Asks for a text. Ctrl+Enter saves it. */
export function TextDialog({ title, label, value, required = false, onSave, onClose }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const isReady = !required || text.trim() !== ''
  const save = (): void => {
    if (isReady) onSave(text.trim())
  }
  return (
    <Dialog title={title} onClose={onClose} onConfirm={save}>
      <div className={css.big}>
        <AreaField label={label} value={text} required={required} maxLength={4000} rows={4} onText={setText} />
        <Button look="primary" disabled={!isReady} onClick={save}>
          {t('today.save')}
        </Button>
      </div>
    </Dialog>
  )
}
