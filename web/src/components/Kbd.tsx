import css from './Kbd.module.css'

/** Keys as caps; "Ctrl+K" becomes two. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={css.keys}>
      {keys.split(' ').map((key, index) => (
        <kbd key={index} className={css.key}>
          {key}
        </kbd>
      ))}
    </span>
  )
}
