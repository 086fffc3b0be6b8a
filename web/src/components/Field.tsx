import { useId, useState, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDay, parseDay } from '../lib/format'
import css from './Field.module.css'

export interface Hint {
  tone: 'plain' | 'good' | 'attention'
  text: string
}

interface FieldProps {
  label: string
  /** Shown under the control; tone attention marks the control as well. */
  hint?: Hint | undefined
  wide?: boolean
  required?: boolean
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }) => ReactNode
}

/** A label, its control, and one line of help or complaint below. */
export function Field({ label, hint, wide, required, children }: FieldProps) {
  const id = useId()
  const note = hint ? `${id}-hint` : undefined
  return (
    <div className={css.field} data-wide={wide || undefined}>
      <label htmlFor={id}>
        {label}
        {required && <span aria-hidden="true"> *</span>}
      </label>
      {children({ id, 'aria-describedby': note, 'aria-invalid': hint?.tone === 'attention' ? true : undefined })}
      {hint && (
        <p id={note} className={css.hint} data-tone={hint.tone}>
          {hint.text}
        </p>
      )}
    </div>
  )
}

type Common = Pick<FieldProps, 'label' | 'hint' | 'wide' | 'required'>
type TextProps = Common & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & { value: string; onText: (value: string) => void; mono?: boolean; ref?: Ref<HTMLInputElement> }

export function TextField({ label, hint, wide, required, value, onText, mono, className, ...rest }: TextProps) {
  return (
    <Field label={label} hint={hint} wide={wide} required={required}>
      {(control) => (
        <input
          {...control}
          {...rest}
          className={[css.control, mono && 'mono', className].filter(Boolean).join(' ')}
          type={rest.type ?? 'text'}
          value={value}
          required={required}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </Field>
  )
}

type AreaProps = Common & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> & { value: string; onText: (value: string) => void }

export function AreaField({ label, hint, wide = true, required, value, onText, ...rest }: AreaProps) {
  return (
    <Field label={label} hint={hint} wide={wide} required={required}>
      {(control) => <textarea {...control} {...rest} className={css.area} value={value} onChange={(event) => onText(event.target.value)} />}
    </Field>
  )
}

export interface Choice {
  value: string
  label: string
}
type SelectProps = Common & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'> & { value: string; choices: readonly Choice[]; onText: (value: string) => void }

export function SelectField({ label, hint, wide, required, value, choices, onText, ...rest }: SelectProps) {
  return (
    <Field label={label} hint={hint} wide={wide} required={required}>
      {(control) => (
        <select {...control} {...rest} className={css.control} value={value} onChange={(event) => onText(event.target.value)}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function CheckField({ label, checked, onChecked, disabled }: { label: string; checked: boolean; onChecked: (checked: boolean) => void; disabled?: boolean }) {
  return (
    <label className={css.check}>
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChecked(event.target.checked)} />
      {label}
    </label>
  )
}

type DayProps = Common & { value: string | null; onDay: (day: string | null) => void }

/** A day typed as people write it (9.3.2026, 09.03.26, 2026-03-09); kept as YYYY-MM-DD. While it is none, the last one stays, and the control says that it is wrong. */
export function DayField({ label, hint, wide, required, value, onDay }: DayProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const bad = typed !== null && typed.trim() !== '' && parseDay(typed) === null
  return (
    <TextField
      label={label}
      wide={wide}
      required={required}
      hint={bad ? { tone: 'attention', text: t('field.dayWrong') } : hint}
      ref={(control) => control?.setCustomValidity(bad ? t('field.dayWrong') : '')}
      inputMode="numeric"
      placeholder={t('field.dayForm')}
      size={8}
      value={typed ?? formatDay(value)}
      onText={(text) => {
        setTyped(text)
        const day = parseDay(text)
        if (day !== null || text.trim() === '') onDay(day)
      }}
      onBlur={() => {
        if (!bad) setTyped(null)
      }}
    />
  )
}
