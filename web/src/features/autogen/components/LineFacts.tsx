import { useTranslation } from 'react-i18next'
import { Section } from '../../../components/Section'
import type { AutogenLine } from '../../../lib/api/types'
import { formatDay, formatInstantDay, today } from '../../../lib/format'
import doc from '../../invoices/document/document.module.css'
import { priceShown } from '../lines'
import css from './LinePage.module.css'

/** What is agreed, and every price with the day from which it holds. */
export function LineFacts({ line }: { line: AutogenLine }) {
  const { t, i18n } = useTranslation()
  const facts: [string, string][] = [
    ['template', line.template],
    ['valid_from', formatDay(line.valid_from)],
    ['valid_to', formatDay(line.valid_to)],
    ['term_days', line.term_days === null ? t('autogen.byTerms') : t('autogen.days', { count: line.term_days })],
    ['join_key', line.join_key],
    ['visits_per_period', line.visits_per_period === 0 ? '' : `${line.visits_per_period}`],
    ['language', t(`language.${line.language}`, { defaultValue: line.language })],
    ['paused_from', formatDay(line.paused_from)],
    ['paused_reason', line.paused_reason],
    ['created_at', formatInstantDay(line.created_at)],
  ]
  const now = today()
  const current = line.prices.findLast((price) => (price.from ?? '') <= now) ?? line.prices[0]
  return (
    <>
      <Section id="facts" title={t('autogen.agreed')}>
        <dl className={doc.facts}>
          {facts
            .filter(([, value]) => value !== '')
            .map(([name, value]) => (
              <div key={name}>
                <dt>{t(`autogen.field.${name}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </Section>
      <Section id="prices" title={t('autogen.prices')}>
        <table className={css.table} aria-label={t('autogen.prices')}>
          <tbody>
            {line.prices.toReversed().map((price, i) => (
              <tr key={i} data-now={price === current || undefined}>
                <td>{t('autogen.from', { day: formatDay(price.from) })}</td>
                <td>{[price === current && t('autogen.holds'), price.indexation_id && t('autogen.byIndexation')].filter(Boolean).join(' · ')}</td>
                <td data-right>{priceShown(price.unit_price, i18n.language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </>
  )
}
