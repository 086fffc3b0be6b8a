import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { CheckField, SelectField, TextField } from '../../../components/Field'
import type { Unit, Visit, VisitInput, VisitStatus } from '../../../lib/api/types'
import { formatDay, parseDay, today } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { instantInRiga, parseTime } from '../../../lib/riga'
import { useAct } from '../../../lib/useAct'
import { putVisit } from '../api/visits'
import { namesOf, refreshVisits } from '../change'
import { firstOf } from '../days'
import { monthOf, sameMonth, type Month } from '../months'
import css from './QuickEntry.module.css'

interface Props {
  unit: Unit
  month: Month
  /** What it usually is like. */
  latest: Visit | undefined
}

/** Puts the cursor where a new visit begins. */
export const focusNewVisit = (): void => document.querySelector<HTMLElement>('#new-visit input')?.focus()

/** A visit in one line: Enter puts it, and the line is ready for the next one. */
export function QuickEntry({ unit, month, latest }: Props) {
  const { t } = useTranslation()
  const [visitId, setVisitId] = useState(() => crypto.randomUUID())
  const [day, setDay] = useState(() => formatDay(sameMonth(month, monthOf(today())) ? today() : firstOf(month)))
  const [time, setTime] = useState('09:00')
  const [status, setStatus] = useState<VisitStatus>('done')
  const [kind, setKind] = useState<string | null>(null)
  const [performers, setPerformers] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [billable, setBillable] = useState(false)
  const [tried, setTried] = useState(false)
  const onDay = parseDay(day)
  const at = parseTime(time)
  const shownKind = kind ?? latest?.kind ?? ''
  const shownPerformers = performers ?? latest?.performers.join(', ') ?? ''
  // The id stays until the visit is there: sending again what may have arrived makes one.
  const add = useAct((visit: VisitInput) => putVisit(visitId, visit), t('visits.added'), (queries) => refreshVisits(queries, unit.client_id))

  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    setTried(true)
    if (onDay === null || at === null || add.isPending) return
    const start = instantInRiga(onDay, at)
    add.mutate(
      {
        client_id: unit.client_id,
        unit_id: unit.id,
        status,
        kind: shownKind.trim(),
        performers: namesOf(shownPerformers),
        ...(status === 'done' ? { started: start } : { planned_start: start }),
        note: note.trim(),
        billable,
        signature: '',
      },
      {
        onSuccess: () => {
          setVisitId(crypto.randomUUID())
          setNote('')
          setBillable(false)
          setTried(false)
          focusNewVisit()
        },
      },
    )
  }
  const wrong = (bad: boolean, text: string) => (tried && bad ? ({ tone: 'attention', text } as const) : undefined)
  return (
    <form id="new-visit" className={css.entry} aria-label={t('visits.new')} onSubmit={onSubmit}>
      <TextField
        label={t('visits.day')}
        value={day}
        onText={setDay}
        inputMode="numeric"
        placeholder={t('field.dayForm')}
        size={10}
        hint={wrong(onDay === null, t('field.dayWrong'))}
      />
      <TextField label={t('visits.time')} value={time} onText={setTime} inputMode="numeric" size={5} hint={wrong(at === null, t('field.timeWrong'))} />
      <SelectField
        label={t('visits.status')}
        value={status}
        choices={(['done', 'planned'] as const).map((value) => ({ value, label: t(`visitStatus.${value}`) }))}
        onText={(value) => setStatus(value as VisitStatus)}
      />
      <TextField label={t('visits.kind')} value={shownKind} onText={setKind} maxLength={100} />
      <TextField label={t('visits.performers')} value={shownPerformers} onText={setPerformers} maxLength={500} />
      <TextField label={t('visits.note')} value={note} onText={setNote} maxLength={5000} />
      <CheckField label={t('visits.invoiceIt')} checked={billable} onChecked={setBillable} />
      <Button type="submit" look="primary" icon="plus" disabled={add.isPending}>
        {t('visits.add')}
      </Button>
      {add.error && (
        <p className={css.refused} role="alert">
          {reasonText(add.error, t)}
        </p>
      )}
    </form>
  )
}
