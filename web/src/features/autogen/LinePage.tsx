import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../app/keys'
import { StandIn } from '../../app/StandIn'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Kbd } from '../../components/Kbd'
import { showToast } from '../../components/toast'
import { getClient } from '../../lib/api/client'
import { reasonText } from '../../lib/reasons'
import bar from '../invoices/document/ActBar.module.css'
import css from '../invoices/InvoicePage.module.css'
import { EndDialog, PauseDialog, PriceDialog, ResumeDialog } from './acts/dialogs'
import { getLine } from './api/lines'
import { LineContent } from './components/LineContent'
import { LineFacts } from './components/LineFacts'
import { LineForecast } from './components/LineForecast'
import { LineLedger } from './components/LineLedger'
import { LineMark } from './components/StateChips'
import { possibleActs, type Act } from './possibleActs'
import { useUnitName } from '../card/useUnitName'

const keys: Partial<Record<Act, string>> = { edit: 'E', price: 'C', pause: 'P', resume: 'P' }

/** One line: what it says, what comes, what became of its periods, its prices. */
export function LinePage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = useParams({ from: '/autogen/$id' })
  const [opened, setOpened] = useState<Act | null>(null)
  const query = useQuery({ queryKey: ['autogen', 'line', id], queryFn: ({ signal }) => getLine(id, signal) })
  const line = query.data
  const client = useQuery({
    queryKey: ['client', line?.client_id],
    queryFn: ({ signal }) => getClient(line?.client_id ?? '', signal),
    enabled: line !== undefined,
    staleTime: 60_000,
  })
  const unitName = useUnitName(line?.client_id, line !== undefined && line.unit_id !== null)
  useEffect(() => {
    document.title = line ? `${line.service} · SYS` : 'SYS'
  }, [line])

  const acts = line ? possibleActs(line) : []
  const act = (name: Act): void => {
    if (!acts.includes(name)) showToast(t('autogen.notNow'))
    else if (name === 'edit') void navigate({ to: '/autogen/$id/edit', params: { id } })
    else setOpened(name)
  }
  useKeys({
    e: () => act('edit'),
    c: () => act('price'),
    p: () => act(line?.status === 'paused' ? 'resume' : 'pause'),
    Escape: () => void navigate({ to: '/autogen', search: line ? { client: line.client_id } : {} }),
  })
  if (!line) {
    return <StandIn error={query.error} onRetry={() => void query.refetch()} back={<Link to="/autogen">{t('autogen.back')}</Link>} />
  }
  const close = (): void => setOpened(null)
  return (
    <main className={css.page}>
      {query.error && (
        <Banner action={<Button small onClick={() => void query.refetch()}>{t('action.retry')}</Button>}>
          {t('catalogue.failed', { cause: reasonText(query.error, t) })}
        </Banner>
      )}
      <div className={css.inside}>
        <header className={bar.bar}>
          <div className={bar.title}>
            <h1>{line.service}</h1>
            <LineMark status={line.status} />
            <Link to="/clients/$id" params={{ id: line.client_id }} search={line.unit_id ? { unit: line.unit_id } : {}}>
              {[client.data?.name_shown, unitName(line.unit_id)].filter(Boolean).join(', ') || t('field.client')}
            </Link>
          </div>
          <div className={bar.acts}>
            {acts.map((name) => (
              <Button key={name} onClick={() => act(name)}>
                {t(`autogen.act.${name}`)}
                {keys[name] && (
                  <span className={bar.keys}>
                    <Kbd keys={keys[name]} />
                  </span>
                )}
              </Button>
            ))}
          </div>
        </header>
        <div className={css.columns}>
          <div className={css.sheet}>
            <LineContent line={line} />
            <LineForecast line={line} />
            <LineLedger lineId={id} />
          </div>
          <aside className={css.side}>
            <LineFacts line={line} />
          </aside>
        </div>
      </div>
      {opened === 'pause' && <PauseDialog line={line} onClose={close} />}
      {opened === 'resume' && <ResumeDialog line={line} onClose={close} />}
      {opened === 'end' && <EndDialog line={line} onClose={close} />}
      {opened === 'price' && <PriceDialog line={line} onClose={close} />}
    </main>
  )
}
