import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { PaymentStrip } from '../../../components/PaymentStrip'
import { Section } from '../../../components/Section'
import type { Card, Client } from '../../../lib/api/types'
import { Ageing } from './Ageing'
import css from './MoneyBlock.module.css'
import { MoneyRow } from './MoneyRow'
import { PayingWords } from './PayingWords'
import { StatementDialog } from './StatementDialog'

interface Props {
  client: Client
  section: Card['sections']['turnover']
  autogen: Card['sections']['autogen']
  onRetry: () => void
  retrying: boolean
}

/** What the client bought and owes, and how it pays. */
export function MoneyBlock({ client, section, autogen, onRetry, retrying }: Props) {
  const { t } = useTranslation()
  const [statement, setStatement] = useState(false)
  const money = section.data?.money
  return (
    <Section
      id="money"
      title={t('money.title')}
      state={section.state}
      asOf={section.as_of}
      onRetry={onRetry}
      retrying={retrying}
      action={
        <>
          <Link to="/invoices" search={{ client: client.id }} className={css.all}>
            {t('money.invoices')}
          </Link>
          <Button small look="ghost" onClick={() => setStatement(true)}>
            {t('statement.open')}
          </Button>
        </>
      }
    >
      {money && (
        <div className={css.money}>
          <MoneyRow money={money} autogen={autogen} onAdvance={() => setStatement(true)} />
          <div className={css.paying}>
            {money.strip.length > 0 && <PaymentStrip cells={money.strip} />}
            <PayingWords paying={money.paying} />
          </div>
          <Ageing money={money} />
        </div>
      )}
      {statement && <StatementDialog client={client} onClose={() => setStatement(false)} />}
    </Section>
  )
}
