import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../components/Button'
import { DayField, TextField, type Hint } from '../../../components/Field'
import { fromCents } from '../../../lib/money'
import { typedForm } from '../../../lib/decimal'
import { emptyDue, type TypedDue } from './draft'
import css from './DuesEditor.module.css'

interface Props {
  dues: TypedDue[]
  gross: bigint
  onDues: (dues: TypedDue[]) => void
  hint: (path: string) => Hint | undefined
}

/** Days to pay by: by the client's terms, or as written here; the last amount may stay empty and is the rest. */
export function DuesEditor({ dues, gross, onDues, hint }: Props) {
  const { t } = useTranslation()
  const set = (index: number, part: Partial<TypedDue>): void => onDues(dues.map((due, i) => (i === index ? { ...due, ...part } : due)))
  const whole = hint('dues')
  return (
    <section className={css.dues} aria-label={t('invoice.dues')}>
      <h2>{t('invoice.dues')}</h2>
      {dues.length === 0 && <p className="quiet">{t('invoice.byTerms')}</p>}
      {dues.map((due, index) => (
        <div key={due.key} className={css.due}>
          <DayField required label={t('invoice.dueOn')} value={due.due_on} onDay={(day) => set(index, { due_on: day })} hint={hint(`dues.${index}.due_on`)} />
          <TextField
            inputMode="decimal"
            label={t('payment.amount')}
            placeholder={dues.length === 1 ? typedForm(fromCents(gross)) : undefined}
            value={due.amount}
            onText={(amount) => set(index, { amount })}
            hint={hint(`dues.${index}.amount`) ?? (index === dues.length - 1 && dues.length > 1 && due.amount.trim() === '' ? { tone: 'plain', text: t('invoice.theRest') } : undefined)}
          />
          <IconButton icon="trash" name={t('invoice.removeDue', { number: index + 1 })} onClick={() => onDues(dues.filter((_, i) => i !== index))} />
        </div>
      ))}
      {whole && <p className={css.wrong}>{whole.text}</p>}
      <Button small look="ghost" icon="plus" className={css.add} onClick={() => onDues([...dues, emptyDue()])}>
        {t(dues.length === 0 ? 'invoice.ownDue' : 'invoice.addDue')}
      </Button>
    </section>
  )
}
