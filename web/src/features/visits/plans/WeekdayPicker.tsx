import { useTranslation } from 'react-i18next'
import css from './WeekdayPicker.module.css'

const DAYS = [1, 2, 3, 4, 5, 6, 7]

interface Props {
  /** What follows when none is chosen. */
  hint: string
  chosen: readonly number[]
  onChosen: (days: number[]) => void
}

/** Any of the seven days, each a switch. */
export function WeekdayPicker({ hint, chosen, onChosen }: Props) {
  const { t } = useTranslation()
  return (
    <fieldset className={css.picker}>
      <legend>{t('visits.plan.weekdays')}</legend>
      <div className={css.days}>
        {DAYS.map((day) => (
          <label key={day} title={t(`visits.weekday.${day}`)}>
            <input
              type="checkbox"
              className="hidden-text"
              aria-label={t(`visits.weekday.${day}`)}
              checked={chosen.includes(day)}
              onChange={({ target }) => onChosen(DAYS.filter((each) => (each === day ? target.checked : chosen.includes(each))))}
            />
            {t(`visits.weekdayShort.${day}`)}
          </label>
        ))}
      </div>
      <p>{hint}</p>
    </fieldset>
  )
}
