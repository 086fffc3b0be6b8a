import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import { Section } from '../../../components/Section'
import type { AutogenLine } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { rateText } from '../../invoices/vat'
import { ruleText } from '../rule'
import css from './LinePage.module.css'
import { usePriceText } from './LineItem'
import { StateChips } from './StateChips'

/** What the next invoice will say, and when. */
export function LineContent({ line }: { line: AutogenLine }) {
  const { t } = useTranslation()
  const priceText = usePriceText()
  return (
    <Section id="content" title={t(line.status === 'active' ? 'autogen.nextInvoice' : 'autogen.content')}>
      <div className={css.content}>
        <p className={css.text}>{line.next_text || line.template}</p>
        {line.status === 'active' && (
          <p className={css.next}>
            <Money value={line.next_net} currency />
            <span className="quiet">{formatDay(line.next_on)}</span>
          </p>
        )}
        <p className={css.wide}>{[priceText(line), t('autogen.vat', { rate: rateText(line.vat_category, line.vat_rate, t) })].join(' · ')}</p>
        <p className={css.wide}>{ruleText(line.rule, t)}</p>
        <p className={css.chips}>
          <StateChips line={line} />
        </p>
      </div>
    </Section>
  )
}
