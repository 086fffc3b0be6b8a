import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import css from './Menu.module.css'

interface Props {
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'end'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  width?: number
  label: string
}

/** A floating panel opened by its trigger: holds menus, filters and choosers. */
export function Panel({ trigger, children, align = 'start', open, onOpenChange, width, label }: Props) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.panel}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          style={{ width }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') event.stopPropagation()
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

export const PanelClose = Popover.Close

export function MenuItem(props: { onSelect: () => void; children: ReactNode; checked?: boolean; hint?: ReactNode }) {
  return (
    <Popover.Close asChild>
      <button type="button" className={css.item} aria-pressed={props.checked} onClick={props.onSelect}>
        <span className={css.itemText}>{props.children}</span>
        {props.hint !== undefined && <span className={css.hint}>{props.hint}</span>}
      </button>
    </Popover.Close>
  )
}

export function MenuTitle({ children }: { children: ReactNode }) {
  return <div className={css.title}>{children}</div>
}
