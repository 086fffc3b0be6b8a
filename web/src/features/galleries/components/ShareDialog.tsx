import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { Button } from '../../../components/Button'
import { CopyText } from '../../../components/CopyText'
import { SelectField } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import type { ShareInput } from '../../../lib/api/types'
import { formatInstant } from '../../../lib/format'
import { readAnew } from '../../../lib/readAnew'
import { useAct } from '../../../lib/useAct'
import { createShare, getShares, revokeShare } from '../api/shares'
import css from './ShareDialog.module.css'

const periods = [1, 7, 30] as const

/** Makes an address by which people without an account see pictures, and ends those that were made. */
export function ShareDialog({ clientId, ids, onClose }: { clientId: string; ids: string[]; onClose: () => void }) {
  const { t } = useTranslation()
  const [days, setDays] = useState<ShareInput['days']>(7)
  const key = ['shares', clientId]
  const shares = useQuery({ queryKey: key, queryFn: ({ signal }) => getShares(clientId, signal) })
  const create = useAct((input: ShareInput) => createShare(input), t('galleries.share.made'), (queries) => readAnew(queries, key))
  const revoke = useAct(revokeShare, t('galleries.share.revoked'), (queries) => readAnew(queries, key))
  const made = revoke.isSuccess && revoke.variables === create.data?.id ? undefined : create.data
  return (
    <ActDialog
      title={t('galleries.share.title', { count: ids.length })}
      text={t('galleries.share.text')}
      act={t('galleries.share.act')}
      error={create.error ?? revoke.error ?? shares.error}
      pending={create.isPending}
      ready={!made}
      done={made !== undefined}
      onAct={() => create.mutate({ media_ids: ids, days })}
      onClose={onClose}
    >
      <SelectField
        wide
        label={t('galleries.share.days')}
        value={`${days}`}
        choices={periods.map((count) => ({ value: `${count}`, label: t('galleries.share.period', { count }) }))}
        onText={(text) => setDays(periods.find((one) => `${one}` === text) ?? 7)}
      />
      {made && (
        <output className={css.address}>
          <CopyText mono text={`${window.location.origin}${made.address}`} />
        </output>
      )}
      {shares.data && shares.data.shares.length > 0 && (
        <section className={form.wide} aria-label={t('galleries.share.list')}>
          <h3>{t('galleries.share.list')}</h3>
          <ul className={css.list}>
            {shares.data.shares.map(({ id, media_ids, expires_at, created_by }) => (
              <li key={id}>
                {t('galleries.share.one', { count: media_ids.length, time: formatInstant(expires_at), by: created_by })}
                <Button look="quiet" disabled={revoke.isPending} onClick={() => revoke.mutate(id)}>
                  {t('galleries.share.revoke')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </ActDialog>
  )
}
