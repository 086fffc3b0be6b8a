import { useTranslation } from 'react-i18next'
import css from './SectionIndex.module.css'
import { sections, type SectionName } from './validate'

/** The left index: where things are, and how many of them need attention. */
export function SectionIndex({ title, counts }: { title: string; counts: ReadonlyMap<SectionName, number> }) {
  const { t } = useTranslation()
  return (
    <nav className={css.index} aria-label={t('editor.index')}>
      <h1>{title}</h1>
      <ul>
        {sections.map((name) => {
          const count = counts.get(name) ?? 0
          return (
            <li key={name}>
              <button type="button" onClick={() => document.getElementById(`section-${name}`)?.scrollIntoView({ block: 'start' })}>
                <span>{t(`section.${name}`)}</span>
                {count > 0 && (
                  <span className={css.count} aria-label={t('editor.complaints', { count })}>
                    {count}
                  </span>
                )}
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
