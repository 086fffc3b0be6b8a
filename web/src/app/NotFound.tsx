import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import css from './Message.module.css'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <main className={css.message}>
      <h1>{t('notFound.title')}</h1>
      <Link to="/">{t('notFound.back')}</Link>
    </main>
  )
}
