import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { ApiError } from '../../../lib/api/http'
import type { Visit } from '../../../lib/api/types'
import { formatTime } from '../../../lib/format'
import { reasonText } from '../../../lib/reasons'
import type { Entry } from '../kept/database'
import { discard, redoOn, retry } from '../kept/outbox'
import { send } from '../sending'
import css from './Refused.module.css'

/** What the server did not take, why, and what can be done about it. It stays until a person says so. */
export function Refused({ entry }: { entry: Entry }) {
  const { t } = useTranslation()
  const { refusal } = entry
  if (!refusal) return null
  const { current } = refusal
  const reason = reasonText(new ApiError(refusal.status, refusal), t)
  const act = async (done: Promise<void>): Promise<void> => {
    await done
    send()
  }
  return (
    <div className={css.refused} role="alert">
      <p>{current ? `${t('today.changedThere')}. ${nowOf(current)}` : t(entry.kind === 'visit' ? 'today.refusedVisit' : 'today.refusedPicture', { reason })}</p>
      <Button onClick={() => void act(current ? redoOn(current) : retry(entry))}>{t(current ? 'today.redo' : 'today.retry')}</Button>
      <Button onClick={() => void act(discard(entry))}>{t(entry.kind === 'visit' ? 'today.discard' : 'today.discardPicture')}</Button>
    </div>
  )

  function nowOf({ status, started, ended, note }: Visit): string {
    const times = [started, ended].filter((each) => each !== null).map((each) => formatTime(each))
    return t('today.thereNow', { status: [t(`visitStatus.${status}`), times.join('–'), note].filter(Boolean).join(', ') })
  }
}
