import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Kbd } from '../../../components/Kbd'
import foot from '../../../components/ListFoot.module.css'
import { Money } from '../../../components/Money'
import type { Period } from '../../../lib/api/types'
import { sumAmounts } from '../../../lib/money'
import { isApprovable, isWaivable } from '../ledger'
import css from './PeriodFoot.module.css'

interface Props {
  rows: readonly Period[]
  /** Whether the ledger has answered. */
  known: boolean
  loading: boolean
  more: boolean
  selected: readonly Period[]
  onChosen: (periods: readonly Period[]) => void
  onDecide: (how: 'approve' | 'waive') => void
}

/** How much is in view, and what can be decided about the selected. */
export function PeriodFoot({ rows, known, loading, more, selected, onChosen, onDecide }: Props) {
  const { t } = useTranslation()
  const undecided = rows.filter(isWaivable)
  return (
    <footer className={foot.foot} role="region" aria-label={t('autogen.decisions')}>
      <strong>
        {!known
          ? t(loading ? 'loading' : 'status.absent')
          : selected.length > 0
            ? t('autogen.selected', { count: selected.length })
            : t(more ? 'autogen.periodsShown' : 'autogen.periodCount', { count: rows.length })}
      </strong>
      <div className={css.acts}>
        {selected.length > 0 ? (
          <>
            <Money value={{ amount: sumAmounts(selected.map(({ net }) => net.amount)), currency: 'EUR' }} currency />
            <Button small look="ghost" onClick={() => onChosen([])}>
              {t('bulk.clear')}
            </Button>
            <Button small disabled={!selected.some(isWaivable)} onClick={() => onDecide('waive')}>
              {t('autogen.waive')} <Kbd keys="W" />
            </Button>
            <Button small look="primary" disabled={!selected.some(isApprovable)} onClick={() => onDecide('approve')}>
              {t('autogen.approve')} <Kbd keys="A" />
            </Button>
          </>
        ) : (
          undecided.length > 0 && (
            <Button small look="ghost" onClick={() => onChosen(undecided)}>
              {t('autogen.selectUndecided', { count: undecided.length })}
            </Button>
          )
        )}
      </div>
    </footer>
  )
}
