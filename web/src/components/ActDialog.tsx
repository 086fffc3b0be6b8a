import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { Dialog } from './Dialog'
import form from './Form.module.css'
import { ApiError } from '../lib/api/http'
import { reasonText } from '../lib/reasons'

interface Props {
  title: string
  /** What follows from it. */
  text?: string
  act: string
  error: Error | null
  pending: boolean
  ready?: boolean
  wide?: boolean
  /** It was done, and the window stays to show what came of it. */
  done?: boolean
  onAct: () => void
  onClose: () => void
  children?: ReactNode
}

/** Asks before an act that cannot be taken back, and for what it needs. Ctrl+Enter does it. */
export function ActDialog({ title, text, act, error, pending, ready = true, wide, done, onAct, onClose, children }: Props) {
  const { t } = useTranslation()
  const typed = useRef<HTMLFormElement>(null)
  const run = (): void => {
    if (!ready || pending) return
    // A day that cannot be read is not sent as the one that was there before it.
    const wrong = [...(typed.current?.elements ?? [])].find((control) => control instanceof HTMLInputElement && control.validity.customError)
    if (wrong instanceof HTMLElement) wrong.focus()
    else onAct()
  }
  return (
    <Dialog
      wide={wide}
      title={title}
      onClose={onClose}
      onConfirm={run}
      footer={
        <>
          <Button onClick={onClose}>{t(done ? 'action.close' : 'action.cancel')}</Button>
          <Button look="primary" disabled={!ready || pending} onClick={run}>
            {act}
          </Button>
        </>
      }
    >
      <form
        ref={typed}
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        {error && (
          <p className={form.warning} role="alert">
            {error instanceof ApiError && error.status === 409 ? t('conflict.now') : reasonText(error, t)}
          </p>
        )}
        {text && <p className={form.wide}>{text}</p>}
        {children}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
