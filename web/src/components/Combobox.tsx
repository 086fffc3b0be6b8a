import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Field, type Hint } from './Field'
import css from './Combobox.module.css'
import fieldCss from './Field.module.css'
import { IconButton } from './Button'

export interface Option {
  value: string
  label: string
  hint?: string
}

interface Props {
  label: string
  hint?: Hint
  wide?: boolean
  /** What is chosen now, as shown; empty for nothing. */
  shown: string
  options: readonly Option[]
  text: string
  onText: (text: string) => void
  onChoose: (option: Option | null) => void
  placeholder?: string
  clearName: string
  /** A last line under the options: "create…". */
  extra?: ReactNode
}

/** A text box that narrows a list to choose from. */
export function Combobox(props: Props) {
  const { options } = props
  const listId = useId()
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const current = Math.min(at, options.length - 1)
  const choose = (option: Option | null): void => {
    props.onChoose(option)
    props.onText('')
    setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (open) setAt((current + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % Math.max(1, options.length))
      setOpen(true)
    } else if (event.key === 'Enter' && open && !event.ctrlKey) {
      event.preventDefault()
      const option = options[current]
      if (option) choose(option)
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
      props.onText('')
    }
  }
  return (
    <Field label={props.label} hint={props.hint} wide={props.wide}>
      {(control) => (
        <div
          className={css.combobox}
          onBlur={(event) => {
            if (event.currentTarget.contains(event.relatedTarget)) return
            setOpen(false)
            props.onText('')
          }}
        >
          <input
            {...control}
            ref={input}
            role="combobox"
            autoComplete="off"
            aria-expanded={open}
            aria-controls={listId}
            aria-activedescendant={open && current >= 0 ? `${listId}-${current}` : undefined}
            className={fieldCss.control}
            placeholder={props.placeholder}
            value={open ? props.text : props.shown}
            onFocus={() => {
              setOpen(true)
              setAt(0)
            }}
            onChange={(event) => {
              setOpen(true)
              setAt(0)
              props.onText(event.target.value)
            }}
            onKeyDown={onKeyDown}
          />
          {props.shown !== '' && !open && (
            <IconButton small icon="close" className={css.clear} name={props.clearName} onClick={() => choose(null)} />
          )}
          {open && (options.length > 0 || props.extra) && (
            <div className={css.panel}>
              <ul id={listId} role="listbox">
                {options.map((option, index) => (
                  <li
                    key={option.value}
                    id={`${listId}-${index}`}
                    role="option"
                    aria-selected={index === current}
                    onPointerMove={() => setAt(index)}
                    onPointerDown={(event) => {
                      event.preventDefault()
                      choose(option)
                      input.current?.blur()
                    }}
                  >
                    <span className="one-line">{option.label}</span>
                    {option.hint && <span className="quiet mono">{option.hint}</span>}
                  </li>
                ))}
              </ul>
              {props.extra}
            </div>
          )}
        </div>
      )}
    </Field>
  )
}
