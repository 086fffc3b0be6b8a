import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { CopyText } from '../../../components/CopyText'
import { Section } from '../../../components/Section'
import type { Client, Identifier } from '../../../lib/api/types'
import { formatDay, formatInstant, formatInstantDay } from '../../../lib/format'
import { actorText } from '../../../lib/fieldText'
import { httpHref } from '../../../lib/href'
import { BankAccounts } from './BankAccounts'
import css from './BasicInfo.module.css'
import { CheckMark } from './CheckMark'
import { EffectiveSettings } from './EffectiveSettings'
import { RevealDialog } from './RevealDialog'

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const span = (from: string | null, to: string | null): string =>
  from || to ? `${formatDay(from)}–${formatDay(to)}` : ''

/** Everything known about the client itself. */
export function BasicInfo({ client }: { client: Client }) {
  const { t } = useTranslation()
  const [revealing, setRevealing] = useState<Identifier | null>(null)
  const channelText = (kind: string, value: string): ReactNode =>
    kind === 'email' ? (
      <a href={`mailto:${value}`}>{value}</a>
    ) : kind === 'phone' ? (
      <a href={`tel:${value.replace(/[^\d+]/g, '')}`}>{value}</a>
    ) : (
      <a href={httpHref(value)} target="_blank" rel="noreferrer noopener">
        {value}
      </a>
    )
  return (
    <Section id="basic" title={t('card.basic')}>
      <dl className={css.facts}>
        <div className={css.cluster}>
        {client.identifiers.map((x) => (
          <Fact key={x.id} label={t(`identifier.${x.type}`)}>
            {x.value ? <CopyText text={x.value} shown={x.shown} mono /> : <span className="mono">{x.shown}</span>}{' '}
            <CheckMark state={x.check_state} />
            {!x.value && (
              <Button look="quiet" className={css.reveal} onClick={() => setRevealing(x)}>
                {t('reveal.button')}
              </Button>
            )}{' '}
            <span className="quiet">{[x.country === 'LV' ? '' : x.country, span(x.valid_from, x.valid_to)].filter(Boolean).join(' · ')}</span>
          </Fact>
        ))}
        {client.registered_on && <Fact label={t('field.registered_on')}>{formatDay(client.registered_on)}</Fact>}
        </div>
        <div className={css.cluster}>
        {client.addresses.map((x) => (
          <Fact key={x.id} label={t(`address.${client.kind === 'natural' && x.kind === 'legal' ? 'residence' : x.kind}`)}>
            {x.line}
            {x.postcode && !x.line.includes(x.postcode) && `, ${x.postcode}`}{' '}
            <span className="quiet">{span(x.valid_from, x.valid_to)}</span>
          </Fact>
        ))}
        </div>
        <div className={css.cluster}>
        {client.channels.map((x) => (
          <Fact key={x.id} label={t(`channel.${x.kind}`)}>
            {channelText(x.kind, x.value)}{' '}
            <span className="quiet">{[x.purpose === 'general' ? '' : t(`purpose.${x.purpose}`).toLowerCase(), x.note].filter(Boolean).join(' · ')}</span>
            {x.bounced_at && <span className={css.attention}> {t('channel.bounced', { day: formatInstantDay(x.bounced_at) })}</span>}
          </Fact>
        ))}
        </div>
        <div className={css.cluster}>
        {client.contacts.map((x) => (
          <Fact key={x.id} label={x.primary ? t('card.mainContact') : t('card.contact')}>
            <span data-left={!x.active || undefined}>{x.name}</span> <span className="quiet">{x.role}</span>
            {!x.active && <span className="quiet"> · {t('contact.left')}</span>}
            <div className={css.second}>
              {x.phone && channelText('phone', x.phone)}
              {x.email && channelText('email', x.email)}
              {x.note && <span className="quiet">{x.note}</span>}
            </div>
          </Fact>
        ))}
        </div>
        <div className={css.cluster}>
        <BankAccounts client={client} />
        </div>
        <div className={css.cluster}>
        {client.industry_code && (
          <Fact label={t('field.industry_code')}>
            {client.industry_title} <span className="quiet mono">{client.industry_code}</span>
          </Fact>
        )}
        {client.responsible && <Fact label={t('field.responsible')}>{client.responsible}</Fact>}
        {client.language && <Fact label={t('field.language')}>{t(`language.${client.language}`)}</Fact>}
        {client.tags.length > 0 && <Fact label={t('field.tags')}>{client.tags.join(', ')}</Fact>}
        {client.comment && (
          <Fact label={t('field.comment')}>
            <span className={css.comment}>{client.comment}</span>
          </Fact>
        )}
        </div>
        <div className={css.cluster}>
        <EffectiveSettings clientId={client.id} />
        </div>
        <div className={css.cluster}>
        <Fact label={t('card.entered')}>
          <span className="quiet">
            {formatInstant(client.created_at)} {actorText(client.created_by, t)}
            {client.version > 1 && ` · ${t('card.changed')} ${formatInstant(client.updated_at)} ${actorText(client.updated_by, t)}`}
          </span>
        </Fact>
        </div>
      </dl>
      {revealing && <RevealDialog clientId={client.id} identifier={revealing} onClose={() => setRevealing(null)} />}
    </Section>
  )
}
