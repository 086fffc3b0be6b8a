import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { CopyText } from '../../../components/CopyText'
import { Dialog } from '../../../components/Dialog'
import type { BankAccount, Client } from '../../../lib/api/types'
import { daysSince } from '../../../lib/format'
import { approveBankAccount } from '../api/acts'
import { useCardAct } from '../useCardAct'
import css from './BasicInfo.module.css'

const FRESH_DAYS = 7

export const groupIban = (iban: string): string => iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1\u00a0')

/** Accounts; one changed in the last days says so until a second person has looked. */
export function BankAccounts({ client }: { client: Client }) {
  const { t } = useTranslation()
  const [approving, setApproving] = useState<BankAccount | null>(null)
  const approve = useCardAct(client.id, (id: string) => approveBankAccount(client, id), t('bank.approved'))
  return (
    <>
      {client.bank_accounts.map((account) => {
        const days = daysSince(account.changed_at)
        const fresh = days !== null && days < FRESH_DAYS
        return (
          <div key={account.id} className={css.fact}>
            <dt>{t('bank.account')}</dt>
            <dd>
              <span data-left={!account.active || undefined}>
                <CopyText text={account.iban} shown={groupIban(account.iban)} mono />
              </span>
              <div className={css.second}>
                <span className="quiet">
                  {[account.bank, account.bic, account.currency === 'EUR' ? '' : account.currency, account.holder, account.active ? '' : t('bank.unused')]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </div>
              {fresh && (
                <div className={css.second}>
                  <span className={css.badge}>{days === 0 ? t('bank.changedToday') : t('bank.changed', { count: days })}</span>
                  {account.approved_by ? (
                    <span className="quiet">{t('bank.approvedBy', { name: account.approved_by })}</span>
                  ) : (
                    <Button look="quiet" onClick={() => setApproving(account)}>
                      {t('bank.approve')}
                    </Button>
                  )}
                </div>
              )}
            </dd>
          </div>
        )
      })}
      {approving && (
        <Dialog
          title={t('bank.approveTitle')}
          onClose={() => setApproving(null)}
          footer={
            <>
              <Button onClick={() => setApproving(null)}>{t('action.cancel')}</Button>
              <Button
                look="primary"
                disabled={approve.isPending}
                onClick={() => approve.mutate(approving.id, { onSettled: () => setApproving(null) })}
              >
                {t('bank.approve')}
              </Button>
            </>
          }
        >
          <p className="mono">{groupIban(approving.iban)}</p>
          <p className="quiet">{t('bank.approveText')}</p>
        </Dialog>
      )}
    </>
  )
}
