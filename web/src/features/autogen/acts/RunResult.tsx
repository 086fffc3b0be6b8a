import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import type { AutogenRun } from '../../../lib/api/types'
import css from './RunDialog.module.css'

const figures = ['invoices', 'made', 'waiting', 'skipped', 'failed'] as const

/** What was done, or would be; what failed with its cause. */
export function RunResult({ result, done = false }: { result: AutogenRun; done?: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <dl className={css.figures}>
        {figures.map((name) => (
          <div key={name} data-attention={((name === 'waiting' || name === 'failed') && result[name] > 0) || undefined}>
            <dt>{t(`autogen.result.${done ? 'done' : 'would'}.${name}`)}</dt>
            <dd>{result[name]}</dd>
          </div>
        ))}
        <div>
          <dt>{t('autogen.result.net')}</dt>
          <dd>
            <Money value={result.net} currency />
          </dd>
        </div>
      </dl>
      {result.failures.length > 0 && (
        <ul className={css.failures} aria-label={t('autogen.result.done.failed')}>
          {result.failures.map((failure) => (
            <li key={failure.period_id} title={failure.error_text}>
              <Link to="/autogen/$id" params={{ id: failure.line_id }}>
                {t('autogen.line')}
              </Link>{' '}
              {t(`reason.${failure.error_code}`, { defaultValue: failure.error_text || failure.error_code })}
            </li>
          ))}
        </ul>
      )}
      {result.waiting > 0 && <p className="quiet">{t('autogen.result.waitingText')}</p>}
    </>
  )
}
