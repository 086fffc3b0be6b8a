import type { ReactNode } from 'react'
import css from './Banner.module.css'
import { Icon } from './Icon'

/** Something a person should know, across the width of its place. */
export function Banner({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.banner} role="alert">
      <Icon name="attention" />
      <span className={css.text}>{children}</span>
      {action}
    </div>
  )
}
