import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import { TextField } from '../../../components/Field'
import type { Site } from '../kept/database'
import { record } from '../record'
import { newVisit } from '../shown'
import css from './Big.module.css'

const MOST = 50
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

interface Props {
  sites: readonly Site[]
  performer: string
  onClose: () => void
}

/** A visit that nobody planned begins at the site that is chosen; found in what was downloaded. */
export function OtherSite({ sites, performer, onClose }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const words = plain(text).split(' ').filter(Boolean)
  const found = sites
    .filter((site) => site.isOpen && words.every((word) => plain(`${site.clientName} ${site.unitName} ${site.address}`).includes(word)))
    .slice(0, MOST)
  const begin = async (site: Site): Promise<void> => {
    if (await record(t, newVisit(site, performer), { started: new Date().toISOString() })) onClose()
  }
  return (
    <Dialog title={t('today.other')} onClose={onClose}>
      <div className={css.big}>
        <p className="quiet">{t('today.otherText')}</p>
        <TextField label={t('today.find')} value={text} autoComplete="off" onText={setText} />
        {found.map((site) => (
          <div key={site.unitId} className={css.site}>
            <Button onClick={() => void begin(site)}>
              {site.unitName}
              <span>{[site.clientName, site.address].filter(Boolean).join(' · ')}</span>
            </Button>
          </div>
        ))}
        {found.length === 0 && <p className="quiet">{t('today.nothingFound')}</p>}
      </div>
    </Dialog>
  )
}
