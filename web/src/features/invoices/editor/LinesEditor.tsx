import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../components/Button'
import field from '../../../components/Field.module.css'
import type { Hint } from '../../../components/Field'
import { Money } from '../../../components/Money'
import type { VatCategory } from '../../../lib/api/types'
import { euros } from '../../../lib/decimal'
import { lineNet } from '../totals'
import { choicesFor, fitsDay, useVatRates } from '../vat'
import { emptyLine, lineOf, type TypedLine } from './draft'
import css from './LinesEditor.module.css'

interface Props {
  lines: TypedLine[]
  /** Decides which rates of VAT can be chosen; today without. */
  suppliedOn: string | null
  onLines: (lines: TypedLine[]) => void
  /** Begins with the first line. */
  focused: boolean
  hint: (path: string) => Hint | undefined
}

const fields = ['text', 'quantity', 'unit', 'unit_price', 'discount_percent'] as const
const lengths = { text: 1000, quantity: 14, unit: 20, unit_price: 18, discount_percent: 6 }

/** Lines as a table of fields. Enter goes to the same field of the next line, and below the last one makes a new line. */
export function LinesEditor({ lines, suppliedOn, onLines, focused, hint }: Props) {
  const { t } = useTranslation()
  const rates = useVatRates(suppliedOn)
  const table = useRef<HTMLDivElement>(null)
  const set = (index: number, part: Partial<TypedLine>): void => onLines(lines.map((line, i) => (i === index ? { ...line, ...part } : line)))
  const focus = (index: number, name: string): void => {
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>(`[data-cell="${index} ${name}"]`)?.focus())
  }
  const add = (): void => {
    onLines([...lines, emptyLine(lines.at(-1))])
    focus(lines.length, 'text')
  }
  const remove = (index: number): void => {
    const rest = lines.filter((_, i) => i !== index)
    onLines(rest.length > 0 ? rest : [emptyLine()])
    focus(Math.min(index, Math.max(0, rest.length - 1)), 'text')
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const [at, name] = (event.target as HTMLElement).dataset.cell?.split(' ') ?? []
    if (at === undefined || name === undefined || event.ctrlKey || event.metaKey) return
    const isSelect = event.target instanceof HTMLSelectElement
    const step = event.key === 'Enter' ? 1 : isSelect ? 0 : event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const to = Number(at) + step
    if (event.key === 'Enter' && to === lines.length) add()
    else focus(to, name)
  }
  return (
    <div ref={table} className={css.lines} role="group" aria-label={t('invoice.lines')} onKeyDown={onKeyDown}>
      <div className={css.head} aria-hidden="true">
        {fields.map((name) => (
          <span key={name} data-right={name === 'text' || name === 'unit' ? undefined : true}>
            {t(`line.${name}`)}
          </span>
        ))}
        <span>{t('line.vat')}</span>
        <span data-right>{t('line.net')}</span>
      </div>
      {lines.map((line, index) => {
        const vatFits = fitsDay(rates, line.vat_category, line.vat_rate)
        const problems = [...fields, 'vat_rate', 'vat_category'].flatMap((name) => hint(`lines.${index}.${name}`)?.text ?? [])
        if (!vatFits) problems.push(t('validation.vatOfDay'))
        return (
          <div key={line.key} className={css.line} role="group" aria-label={t('line.number', { number: index + 1 })}>
            {fields.map((name) => (
              <input
                key={name}
                className={field.control}
                data-cell={`${index} ${name}`}
                data-field={name}
                autoFocus={focused && index === 0 && name === 'text'}
                aria-label={t(`line.${name}`)}
                aria-invalid={hint(`lines.${index}.${name}`) !== undefined || undefined}
                placeholder={t(`line.${name}`)}
                inputMode={name === 'text' || name === 'unit' ? 'text' : 'decimal'}
                autoComplete="off"
                maxLength={lengths[name]}
                value={line[name]}
                onChange={(event) => set(index, { [name]: event.target.value })}
              />
            ))}
            <select
              className={field.control}
              data-cell={`${index} vat`}
              data-field="vat"
              aria-label={t('line.vat')}
              aria-invalid={!vatFits || hint(`lines.${index}.vat_rate`) !== undefined || undefined}
              value={`${line.vat_category} ${line.vat_rate}`}
              onChange={(event) => {
                const [category = 'standard', rate = '21'] = event.target.value.split(' ')
                set(index, { vat_category: category as VatCategory, vat_rate: rate })
              }}
            >
              {choicesFor(rates, line.vat_category, line.vat_rate).map(({ category, rate }) => (
                <option key={`${category} ${rate}`} value={`${category} ${rate}`}>
                  {category === 'standard' || category === 'zero' ? `${rate.replace('.', ',')} %` : t(`vat.${category}`)}
                </option>
              ))}
            </select>
            <span className={css.net}>
              <Money value={euros(lineNet(lineOf(line)))} />
            </span>
            <IconButton icon="trash" name={t('line.remove', { number: index + 1 })} onClick={() => remove(index)} />
            {problems.length > 0 && <p className={css.wrong}>{[...new Set(problems)].join(' ')}</p>}
          </div>
        )
      })}
      <Button small look="ghost" icon="plus" className={css.add} onClick={add}>
        {t('line.add')}
      </Button>
    </div>
  )
}
