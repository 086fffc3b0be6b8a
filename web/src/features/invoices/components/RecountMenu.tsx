import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../components/Menu'
import css from '../../../components/StatusPanel.module.css'
import { formatInstant } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import { getRecount } from '../api/recount'

const SHOWN = 10

/** Whether last night's recount found every figure as the documents make it; what differed, with its client. */
export function RecountMenu() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const recount = useQuery({ queryKey: ['recount'], queryFn: ({ signal }) => getRecount(signal), staleTime: 60_000, retry: false })
  const data = recount.data
  const worried = recount.isError || (data !== undefined && data.differences > 0 && !data.repaired)
  return (
    <Panel
      align="end"
      width={320}
      open={open}
      onOpenChange={setOpen}
      label={t('recount.title')}
      trigger={
        <button type="button" className={css.trigger} data-tone={worried ? 'attention' : 'good'} data-none={data?.ended_at === null || undefined}>
          {data && data.differences > 0 ? t('recount.differ', { count: data.differences }) : t('recount.title')}
        </button>
      }
    >
      <div className={css.inside}>
        {recount.isError && <p className={css.error}>{reasonText(recount.error, t)}</p>}
        {data && (
          <>
            <p>
              {data.ended_at === null
                ? t('recount.never')
                : data.differences === 0
                  ? t('recount.right', { time: formatInstant(data.ended_at) })
                  : t(data.repaired ? 'recount.repaired' : 'recount.wrong', { time: formatInstant(data.ended_at), count: data.differences })}
            </p>
            {data.rows.length > 0 && (
              <dl>
                {data.rows.slice(0, SHOWN).map((row, place) => (
                  <div key={place}>
                    <dt>
                      {row.client_id ? (
                        <Link to="/clients/$id" params={{ id: row.client_id }}>
                          {row.what}
                        </Link>
                      ) : (
                        row.what
                      )}
                    </dt>
                    <dd>
                      {row.stored} → {row.counted}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </>
        )}
        <p className={css.note}>{t('recount.note')}</p>
      </div>
    </Panel>
  )
}
