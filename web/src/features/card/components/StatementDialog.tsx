import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import { DayField } from '../../../components/Field'
import { showToast } from '../../../components/toast'
import type { Client } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { saveFile } from '../../../lib/saveFile'
import { getStatement, getStatementFile } from '../api/statement'
import css from './StatementDialog.module.css'
import { StatementTable } from './StatementTable'

/** What was billed and paid between two days, on the screen and as files; of a past day as it was known then. */
export function StatementDialog({ client, onClose }: { client: Client; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const [from, setFrom] = useState<string | null>(`${today().slice(0, 4)}-01-01`)
  const [to, setTo] = useState<string | null>(today())
  const [asOf, setAsOf] = useState<string | null>(null)
  const days = from !== null && to !== null && from <= to ? { from, to, as_of: asOf } : null
  const statement = useQuery({
    queryKey: ['card', client.id, 'statement', days],
    queryFn: ({ signal }) => (days ? getStatement(client.id, days, signal) : null),
    enabled: days !== null,
    placeholderData: keepPreviousData,
  })
  const file = useMutation({
    mutationFn: async (form: 'pdf' | 'xlsx') => {
      if (days) saveFile(await getStatementFile(client.id, days, form, i18n.language))
    },
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
  })
  const end = days === null && from !== null && to !== null ? ({ tone: 'attention', text: t('validation.endBeforeStart') } as const) : undefined
  return (
    <Dialog
      wide
      title={t('statement.title', { name: client.name_shown })}
      onClose={onClose}
      footer={(['pdf', 'xlsx'] as const).map((form) => (
        <Button key={form} icon="download" disabled={days === null || file.isPending} onClick={() => file.mutate(form)}>
          {form.toUpperCase()}
        </Button>
      ))}
    >
      <div className={css.days}>
        <DayField label={t('statement.from')} value={from} onDay={setFrom} />
        <DayField label={t('statement.to')} value={to} onDay={setTo} hint={end} />
        <DayField label={t('statement.asOf')} value={asOf} onDay={setAsOf} hint={{ tone: 'plain', text: t('statement.asOfHint') }} />
      </div>
      {statement.error && !statement.data ? (
        <p className={css.failed} role="status">
          <span>{reasonText(statement.error, t)}</span>
          <Button small onClick={() => void statement.refetch()}>
            {t('action.retry')}
          </Button>
        </p>
      ) : (
        statement.data && <StatementTable statement={statement.data} old={statement.isPlaceholderData || days === null} />
      )}
    </Dialog>
  )
}
