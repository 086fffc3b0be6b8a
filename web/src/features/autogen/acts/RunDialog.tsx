import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import { DayField } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import type { AutogenRun } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { runAutogen } from '../api/ledger'
import { refreshAutogen } from '../refresh'
import { RunResult } from './RunResult'

/** First what would be done, then doing it: the same as the scheduler does by itself every day. */
export function RunDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [day, setDay] = useState<string | null>(today())
  const preview = useQuery({
    queryKey: ['autogen', 'dry-run', day],
    queryFn: ({ signal }) => runAutogen(day ?? '', true, signal),
    enabled: day !== null,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const run = useMutation({ mutationFn: (until: string) => runAutogen(until, false), onSettled: () => void refreshAutogen(queries) })
  const isNothing = (result: AutogenRun): boolean => result.made + result.skipped + result.waiting + result.failed === 0
  const start = (): void => {
    if (day !== null && preview.data && !run.isPending) run.mutate(day)
  }
  return (
    <Dialog
      wide
      title={t(run.data ? 'autogen.runDone' : 'autogen.runTitle')}
      onClose={onClose}
      footer={
        run.data ? (
          <Button look="primary" onClick={onClose}>
            {t('action.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button look="primary" disabled={day === null || !preview.data || isNothing(preview.data) || run.isPending} onClick={start}>
              {t(run.isPending ? 'autogen.running' : 'autogen.runNow')}
            </Button>
          </>
        )
      }
    >
      {run.data ? (
        <RunResult result={run.data} done />
      ) : (
        <form
          className={form.form}
          onSubmit={(event) => {
            event.preventDefault()
            start()
          }}
        >
          {run.error && (
            <p className={form.warning} role="alert">
              {reasonText(run.error, t)} {t('autogen.runGoesOn')}
            </p>
          )}
          <p className={form.wide}>{t('autogen.runText')}</p>
          <DayField required label={t('autogen.runUntil')} value={day} onDay={setDay} hint={{ tone: 'plain', text: t('autogen.runUntilHint') }} />
          <div className={form.wide} aria-live="polite" aria-busy={preview.isFetching}>
            {preview.error ? (
              <p className={form.warning} role="alert">
                {reasonText(preview.error, t)}
              </p>
            ) : preview.data ? (
              isNothing(preview.data) ? (
                <p className="quiet">{t('autogen.nothingDue')}</p>
              ) : (
                <RunResult result={preview.data} />
              )
            ) : (
              <p className="quiet">{t('loading')}</p>
            )}
          </div>
        </form>
      )}
    </Dialog>
  )
}
