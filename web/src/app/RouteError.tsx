import { useTranslation } from 'react-i18next'
import { Button } from '../components/Button'
import css from './Message.module.css'

/** A screen that broke, or whose code could not be fetched after a new release. */
export function RouteError() {
  const { t } = useTranslation()
  return (
    <main className={css.message}>
      <h1>{t('broken.title')}</h1>
      <p>{t('broken.text')}</p>
      <Button onClick={() => location.reload()}>{t('action.reload')}</Button>
    </main>
  )
}
