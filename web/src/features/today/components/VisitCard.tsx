import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import { showToast } from '../../../components/toast'
import type { VisitInput } from '../../../lib/api/types'
import { formatTime } from '../../../lib/format'
import { VisitMark } from '../../visits/components/VisitMark'
import { picturesOf, record, signatureOf } from '../record'
import type { Shown } from '../shown'
import { Cloud } from './Cloud'
import { Pictures } from './Pictures'
import { Refused } from './Refused'
import { SignatureDialog } from './SignatureDialog'
import { TextDialog } from './TextDialog'
import css from './VisitCard.module.css'

/** One visit: where, when, and what is done there. */
export function VisitCard({ shown: { visit, site, entries, sent } }: { shown: Shown }) {
  const { t } = useTranslation()
  const [window, setWindow] = useState<'note' | 'why' | 'signature' | null>(null)
  const { status, started, ended, planned_start } = visit
  const isOpen = status === 'planned'
  const isAhead = isOpen && !started
  // Also of a visit that the office called off while somebody was there.
  const isThere = started !== null && ended === null && status !== 'done'
  const times = [started && t('today.arrivedAt', { time: formatTime(started) }), ended && t('today.leftAt', { time: formatTime(ended) })].filter(Boolean)

  const doNow = async (changes: Partial<VisitInput>, done: string): Promise<void> => {
    if (!(await record(t, visit, changes))) return
    showToast(done, { action: { label: t('today.undo'), run: () => void record(t, visit, { status, started, ended }) } })
  }
  const saveNote = (changes: Partial<VisitInput>): void => {
    setWindow(null)
    void record(t, visit, changes)
  }
  const addPhotos = async (files: File[]): Promise<void> => {
    const pictures = await picturesOf(files).catch(() => null)
    if (pictures) await record(t, visit, null, pictures)
    else showToast(t('today.unreadable'), { tone: 'attention' })
  }
  const saveSignature = (content: Blob): void => {
    const picture = signatureOf(content)
    setWindow(null)
    void record(t, visit, { signature: picture.mediaId }, [picture])
  }
  return (
    <li className={css.card}>
      <header>
        <b className={css.time}>{planned_start ? formatTime(planned_start) : ''}</b>
        <h2>{site?.unitName ?? t('today.unknownSite')}</h2>
        <Cloud count={entries.length} of="visit" />
      </header>
      <p className={css.facts}>
        {site && <span>{site.clientName}</span>}
        {site?.address && <span>{site.address}</span>}
        {visit.kind && <span>{visit.kind}</span>}
      </p>
      {site?.notice && <p className={css.notice}>{site.notice}</p>}
      <p className={css.standing}>
        <VisitMark visit={visit}>{times.length > 0 ? times.join(' · ') : undefined}</VisitMark>
        {visit.signature && <span>{t('today.signed')}</span>}
        {sent > 0 && <span>{t('today.sent', { count: sent })}</span>}
      </p>
      {visit.note && <p className={css.note}>{visit.note}</p>}
      <Pictures entries={entries} />
      {entries.map((entry) => (
        <Refused key={entry.position} entry={entry} />
      ))}
      <div className={css.acts}>
        {isAhead && (
          <Button look="primary" className={css.first} onClick={() => void doNow({ started: new Date().toISOString() }, t('today.arrived'))}>
            {t('today.arrive')}
          </Button>
        )}
        {isThere && (
          <Button look="primary" className={css.first} onClick={() => void doNow({ ended: new Date().toISOString(), status: 'done' }, t('today.left'))}>
            {t('today.leave')}
          </Button>
        )}
        <Button icon="edit" onClick={() => setWindow('note')}>
          {t('today.note')}
        </Button>
        <label>
          <input
            type="file"
            className="hidden-text"
            accept="image/*"
            capture="environment"
            multiple
            onChange={({ currentTarget }) => {
              void addPhotos([...(currentTarget.files ?? [])])
              // The same name once more is another photo.
              currentTarget.value = ''
            }}
          />
          <Icon name="camera" />
          {t('today.photo')}
        </label>
        <Button icon="signature" onClick={() => setWindow('signature')}>
          {t('today.signature')}
        </Button>
        {isAhead && <Button onClick={() => setWindow('why')}>{t('today.missed')}</Button>}
        {site?.phone && (
          <a href={`tel:${site.phone.replace(/[^+\d]/g, '')}`} data-alone={!isAhead || undefined} aria-label={t('today.call', { phone: site.phone })}>
            <Icon name="phone" />
            {site.phone}
          </a>
        )}
      </div>
      {window === 'note' && (
        <TextDialog title={t('today.noteTitle')} label={t('today.note')} value={visit.note} onSave={(note) => saveNote({ note })} onClose={() => setWindow(null)} />
      )}
      {window === 'why' && (
        <TextDialog
          required
          title={t('today.why')}
          label={t('today.reason')}
          value=""
          onSave={(why) => saveNote({ status: 'missed', note: [visit.note, why].filter(Boolean).join('\n') })}
          onClose={() => setWindow(null)}
        />
      )}
      {window === 'signature' && <SignatureDialog onSave={saveSignature} onClose={() => setWindow(null)} />}
    </li>
  )
}
