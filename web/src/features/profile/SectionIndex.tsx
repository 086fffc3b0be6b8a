import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './SectionIndex.module.css'
import { sections, type SectionName } from './validate'

const idOf = (name: SectionName): string => `section-${name}`

/** The section that stands in the upper third of the screen. */
function useCurrentSection(): SectionName | undefined {
  const [current, setCurrent] = useState<SectionName | undefined>(sections[0])
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const entered = entries.find((entry) => entry.isIntersecting)
        if (entered) setCurrent(sections.find((name) => idOf(name) === entered.target.id))
      },
      { rootMargin: '-12% 0px -75% 0px' },
    )
    for (const name of sections) {
      const section = document.getElementById(idOf(name))
      if (section) observer.observe(section)
    }
    return () => observer.disconnect()
  }, [])
  return current
}

/** The left index: where things are, where one is, and how many of them need attention. */
export function SectionIndex({ title, counts }: { title: string; counts: ReadonlyMap<SectionName, number> }) {
  const { t } = useTranslation()
  const current = useCurrentSection()
  return (
    <nav className={css.index} aria-label={t('editor.index')}>
      <h1>{title}</h1>
      <ul>
        {sections.map((name) => {
          const count = counts.get(name) ?? 0
          return (
            <li key={name}>
              <button
                type="button"
                aria-current={name === current ? 'location' : undefined}
                onClick={() => document.getElementById(idOf(name))?.scrollIntoView({ block: 'start' })}
              >
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
