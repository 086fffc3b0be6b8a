import type { AnchorHTMLAttributes, ButtonHTMLAttributes, Ref } from 'react'
import css from './Button.module.css'
import { Icon, type IconName } from './Icon'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'plain' | 'primary' | 'ghost' | 'quiet'
  icon?: IconName
  small?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'plain', icon, small, className, children, type = 'button', ...rest }: Props) {
  const classes = [css.button, css[look], small && css.small, children === undefined && css.square, className]
  return (
    <button type={type} className={classes.filter(Boolean).join(' ')} {...rest}>
      {icon && <Icon name={icon} size={small ? 14 : 16} />}
      {children}
    </button>
  )
}

/** A small button that leads to a file. */
export function FileLink({ children, ...rest }: Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'className'>) {
  return (
    <a className={`${css.button} ${css.plain} ${css.small} ${css.file}`} download {...rest}>
      <Icon name="download" size={14} />
      {children}
    </a>
  )
}

/** A square button that shows only an icon; its name is read out and shown on hover. */
export function IconButton({ name, icon, ...rest }: Omit<Props, 'children'> & { name: string; icon: IconName }) {
  return <Button look="ghost" aria-label={name} title={name} icon={icon} {...rest} />
}
