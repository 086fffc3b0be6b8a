import css from './ProgressBar.module.css'

/** How much of something is done. */
export function ProgressBar({ name, value, max }: { name: string; value: number; max: number }) {
  return <progress className={css.bar} aria-label={name} value={value} max={max} />
}
