import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './Button'
import css from './Dialog.module.css'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  wide?: boolean
  /** Ctrl+Enter, wherever the focus is in the window. */
  onConfirm?: () => void
  /** Hides the title line; the title still names the dialog. */
  bare?: boolean
}

/** A modal window on the native dialog element: focus stays inside, Esc closes, the rest is inert. */
export function Dialog({ title, onClose, children, footer, wide, onConfirm, bare }: Props) {
  const { t } = useTranslation()
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    if (dialog && !dialog.open) {
      dialog.showModal()
      // The first field, else the window itself: never a button that Enter would press by surprise.
      ;(dialog.querySelector<HTMLElement>('input:not([hidden]), select, textarea') ?? dialog).focus()
    }
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      className={[css.dialog, wide && css.wide, bare && css.bare].filter(Boolean).join(' ')}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={(event) => {
        // Keys typed in a window are its own: the screen below must not act on them.
        event.stopPropagation()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onConfirm?.()
      }}
      onPointerDown={(event) => {
        if (event.target === ref.current) onClose()
      }}
    >
      <div className={css.inside}>
        <header className={bare ? 'hidden-text' : css.header}>
          <h2 id={id}>{title}</h2>
          {!bare && <IconButton icon="close" name={t('action.close')} onClick={onClose} />}
        </header>
        <div className={css.body}>{children}</div>
        {footer && <footer className={css.footer}>{footer}</footer>}
      </div>
    </dialog>
  )
}
