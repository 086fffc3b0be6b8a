import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './Button'
import { dismissToast, toastStore } from './toast'
import css from './Toasts.module.css'

export function Toasts() {
  const { t } = useTranslation()
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read)
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={css.toast} data-tone={toast.tone}>
          <span>{toast.text}</span>
          {toast.action && (
            <Button
              look="quiet"
              onClick={() => {
                toast.action?.run()
                dismissToast(toast.id)
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton small icon="close" name={t('action.close')} onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </div>
  )
}
