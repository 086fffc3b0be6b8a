import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { TextField } from '../../../components/Field'
import { getVisitsOfDay } from '../api/day'
import css from './Big.module.css'

/** Whose visits are shown: somebody of today, everybody, or whoever is typed. */
export function PerformerChoice({ day, onChoose }: { day: string; onChoose: (name: string) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const visits = useQuery({ queryKey: ['today', day, 'performers'], queryFn: ({ signal }) => getVisitsOfDay(day, '', signal) })
  const names = [...new Set(visits.data?.flatMap((visit) => visit.performers))].sort((first, second) => first.localeCompare(second, 'lv'))
  const name = typed.trim()
  return (
    <main className={css.narrow}>
      <h1>{t('today.whose')}</h1>
      <p className="quiet">{t('today.whoseText')}</p>
      <div className={css.big}>
        {names.map((each) => (
          <Button key={each} icon="person" onClick={() => onChoose(each)}>
            {each}
          </Button>
        ))}
        <Button onClick={() => onChoose('')}>{t('today.everybody')}</Button>
      </div>
      <form
        className={css.big}
        onSubmit={(event) => {
          event.preventDefault()
          if (name) onChoose(name)
        }}
      >
        <TextField label={t('today.name')} value={typed} maxLength={100} autoComplete="name" onText={setTyped} />
        <Button type="submit" look="primary" disabled={!name}>
          {t('today.show')}
        </Button>
      </form>
    </main>
  )
}
