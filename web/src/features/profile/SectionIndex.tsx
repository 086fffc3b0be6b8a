import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './SectionIndex.module.css'
import { sections, type SectionName } from './validate'

const idOf = (name: SectionName): string => `section-${name}`

/** The last section that begins in the upper third of the screen or above it. */
function useCurrentSection(): SectionName | undefined {
  const [current, setCurrent] = useState<SectionName | undefined>(sections[0])
  useEffect(() => {
    const begun = new Set<string>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, boundingClientRect, rootBounds } of entries) {
          if (rootBounds && boundingClientRect.top < rootBounds.bottom) begun.add(target.id)
          else begun.delete(target.id)
        }
        setCurrent(sections.findLast((name) => begun.has(idOf(name))) ?? sections[0])
      },
      { rootMargin: '0px 0px -66% 0px' },
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
