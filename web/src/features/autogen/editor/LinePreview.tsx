import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import { getClient } from '../../../lib/api/client'
import { readDecimal } from '../../../lib/decimal'
import { formatDay, today } from '../../../lib/format'
import { netNow } from '../lines'
import { periodOf, ruleText, type Rule, type RulePeriod } from '../rule'
import { renderText, type TextLanguage } from '../template'
import { ruleOf, type Typed } from './draft'
import css from './LineEditor.module.css'

const SHOWN = 3
const FURTHEST = 2_000

/** The next periods that are issued today or later, and how many came before them. */
function coming(first: string, until: string | null, rule: Rule): { past: number; periods: RulePeriod[] } {
  const now = today()
  const periods: RulePeriod[] = []
  let past = 0
  for (let number = 0; number < FURTHEST && periods.length < SHOWN; number += 1) {
    const period = periodOf(first, rule, number)
    if (until !== null && period.starts_on > until) break
    if (period.issue_on >= now) periods.push(period)
    else past += 1
  }
  return { past, periods }
}

/** What the invoices will say, as it is typed: the rule in words and the text of the next periods. */
export function LinePreview({ draft, isNew }: { draft: Typed; isNew: boolean }) {
  const { t } = useTranslation()
  const client = useQuery({
    queryKey: ['client', draft.client_id],
    queryFn: ({ signal }) => getClient(draft.client_id ?? '', signal),
    enabled: draft.client_id !== null,
    staleTime: 60_000,
  })
  const language: TextLanguage = (draft.language || client.data?.language) === 'en' ? 'en' : 'lv'
  const rule = ruleOf(draft)
  const quantity = readDecimal(draft.quantity, 3)
  const price = readDecimal(draft.unit_price, 6)
  const net = quantity !== null && price !== null ? { amount: netNow({ quantity, unit_price: price }), currency: 'EUR' as const } : null
  const found = rule && draft.valid_from ? coming(draft.valid_from, draft.valid_to, rule) : null
  return (
    <aside className={css.preview} aria-label={t('autogen.preview')} aria-live="polite">
      <h2>{t('autogen.preview')}</h2>
      {rule && draft.valid_from && <p className={css.rule}>{ruleText({ ...rule, anchor_day: rule.anchor_day || Number(draft.valid_from.slice(8)) }, t)}</p>}
      {isNew && found !== null && found.past > 0 && <p className={css.past}>{t('autogen.pastPeriods', { count: found.past })}</p>}
      {found?.periods.length === 0 && <p className="quiet">{t('autogen.nothingComing')}</p>}
      {found && found.periods.length > 0 && (
        <ol>
          {found.periods.map((period) => (
            <li key={period.starts_on}>
              <p className={css.day}>
                <span>{formatDay(period.issue_on)}</span>
                <Money value={net} currency />
              </p>
              <p className={css.text}>{renderText(draft.template, language, period.starts_on, period.ends_on) || '…'}</p>
              <p className="quiet">
                {t('autogen.forPeriod')} {formatDay(period.starts_on)}–{formatDay(period.ends_on)}
              </p>
            </li>
          ))}
        </ol>
      )}
      {rule && rule.shift !== 'none' && <p className="quiet">{t('autogen.shiftUnknown')}</p>}
    </aside>
  )
}
