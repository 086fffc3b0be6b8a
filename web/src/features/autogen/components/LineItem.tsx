import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../components/Money'
import type { AutogenLine } from '../../../lib/api/types'
import { formatDay } from '../../../lib/format'
import { decimalText } from '../../invoices/shown'
import { rateText } from '../../invoices/vat'
import { priceShown } from '../lines'
import { ruleText } from '../rule'
import css from './AutogenBlock.module.css'
import { LineMark, StateChips } from './StateChips'

/** "2 h × 12,50 €": how much at the price of today. */
export function usePriceText(): (line: Pick<AutogenLine, 'quantity' | 'unit' | 'unit_price'>) => string {
  const { i18n } = useTranslation()
  return ({ quantity, unit, unit_price }) =>
    `${[decimalText(quantity, i18n.language), unit].filter(Boolean).join('\u00a0')} × ${priceShown(unit_price, i18n.language)}`
}

/** One line with all that its next invoice will say. */
export function LineItem({ line, unit }: { line: AutogenLine; unit: string }) {
  const { t } = useTranslation()
  const priceText = usePriceText()
  const isActive = line.status === 'active'
  return (
    <li className={css.item} data-off={!isActive || undefined}>
      <div className={css.what}>
        <p className={css.name}>
          <Link to="/autogen/$id" params={{ id: line.id }}>
            {line.service}
          </Link>
          {unit && <span className="quiet">{unit}</span>}
          {!isActive && <LineMark status={line.status} />}
          <StateChips line={line} />
        </p>
        <p className={css.text}>{line.next_text || line.template}</p>
        <p className={css.terms}>
          {[priceText(line), t('autogen.vat', { rate: rateText(line.vat_category, line.vat_rate, t) }), ruleText(line.rule, t)].join(' · ')}
        </p>
      </div>
      {isActive && (
        <div className={css.next}>
          <Money value={line.next_net} currency />
          <span className="quiet">{formatDay(line.next_on)}</span>
        </div>
      )}
    </li>
  )
}
