import { useTranslation } from 'react-i18next'
import page from '../CardPage.module.css'
import css from './CardSkeleton.module.css'

/** The card's shape while it is read. */
export function CardSkeleton() {
  const { t } = useTranslation()
  return (
    <main className={page.page} aria-busy="true">
      <span className="hidden-text">{t('loading')}</span>
      <div className={page.inside}>
        <div className={css.bone} style={{ width: 320, height: 24, margin: '4px 0 12px' }} />
        <div className={css.bone} style={{ width: 480 }} />
        <div className={css.bone} style={{ width: 400 }} />
        <div className={page.blocks}>
          {[9, 6].map((lines) => (
            <div key={lines}>
              <div className={css.bone} style={{ width: 160, height: 16, marginBottom: 20 }} />
              {Array.from({ length: lines }, (_, i) => (
                <div key={i} className={css.bone} style={{ width: `${55 + ((i * 29) % 40)}%` }} />
              ))}
            </div>
          ))}
        </div>
      </div>
    </main>
  )
}
