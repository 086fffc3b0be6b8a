import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import { Kbd } from '../../../components/Kbd'
import { MenuItem, Panel } from '../../../components/Menu'
import type { InvoiceDetails } from '../../../lib/api/types'
import { pdfUrl, xmlUrl } from '../api/files'
import { StatusMark } from '../components/StatusMark'
import type { Act } from '../possibleActs'
import css from './ActBar.module.css'

interface Props {
  invoice: InvoiceDetails
  title: string
  acts: readonly Act[]
  onAct: (act: Act) => void
}

const first: Partial<Record<Act, string>> = { edit: 'E', issue: 'Ctrl Enter', pay: 'P', credit: 'K' }

/** What document this is, its files, and what can be done with it. */
export function ActBar({ invoice, title, acts, onAct }: Props) {
  const { t } = useTranslation()
  const shown = acts.filter((act) => first[act] !== undefined)
  const hidden = acts.filter((act) => first[act] === undefined)
  const primary: Act = acts.includes('issue') ? 'issue' : 'pay'
  const issued = invoice.status !== 'draft'
  return (
    <header className={css.bar}>
      <div className={css.title}>
        <h1>{title}</h1>
        <StatusMark invoice={invoice} />
        {invoice.credited_invoice_id && (
          <Link to="/invoices/$id" params={{ id: invoice.credited_invoice_id }}>
            {t('invoice.creditedInvoice')}
          </Link>
        )}
      </div>
      <div className={css.acts}>
        <a href={pdfUrl(invoice.id, 'lv')} target="_blank" rel="noreferrer">PDF</a>
        <a href={pdfUrl(invoice.id, 'en')} target="_blank" rel="noreferrer">PDF EN</a>
        {issued && (
          <a href={xmlUrl(invoice.id)} download>
            <Icon name="download" size={13} />
            XML
          </a>
        )}
        {shown.map((act) => (
          <Button key={act} look={act === primary ? 'primary' : 'plain'} onClick={() => onAct(act)}>
            {t(`invoice.act.${act}`)}
            <span className={css.keys}>
              <Kbd keys={first[act] ?? ''} />
            </span>
          </Button>
        ))}
        {hidden.length > 0 && (
          <Panel align="end" label={t('card.more')} trigger={<IconButton icon="more" name={t('card.more')} />}>
            {hidden.map((act) => (
              <MenuItem key={act} onSelect={() => onAct(act)}>
                {t(`invoice.act.${act}`)}
              </MenuItem>
            ))}
          </Panel>
        )}
      </div>
    </header>
  )
}
