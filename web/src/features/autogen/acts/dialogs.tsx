import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../../components/ActDialog'
import { AreaField, DayField, TextField } from '../../../components/Field'
import type { AutogenLine } from '../../../lib/api/types'
import { readDecimal, typedForm } from '../../../lib/decimal'
import { formatDay, today } from '../../../lib/format'
import { useAct } from '../../../lib/useAct'
import { endLine, pauseLine, resumeLine, setPrice } from '../api/lines'
import { refreshAutogen } from '../refresh'
import { periodOf } from '../rule'

interface Props {
  line: AutogenLine
  onClose: () => void
}

/** From a day on, nothing is issued; each period that falls due is written down as skipped. */
export function PauseDialog({ line, onClose }: Props) {
  const { t } = useTranslation()
  const [day, setDay] = useState<string | null>(today())
  const [reason, setReason] = useState('')
  const act = useAct(() => pauseLine(line, day ?? '', reason.trim()), t('autogen.paused'), refreshAutogen)
  return (
    <ActDialog
      title={t('autogen.pauseTitle', { service: line.service })}
      text={t('autogen.pauseText')}
      act={t('autogen.act.pause')}
      error={act.error}
      pending={act.isPending}
      ready={day !== null && reason.trim() !== ''}
      onAct={() => act.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <AreaField required maxLength={500} label={t('field.reason')} value={reason} onText={setReason} />
      <DayField required label={t('autogen.pauseFrom')} value={day} onDay={setDay} />
    </ActDialog>
  )
}

/** Goes on; what fell due during the pause stays skipped. */
export function ResumeDialog({ line, onClose }: Props) {
  const { t } = useTranslation()
  const [day, setDay] = useState<string | null>(today())
  const act = useAct(() => resumeLine(line, day ?? ''), t('autogen.resumed'), refreshAutogen)
  return (
    <ActDialog
      title={t('autogen.resumeTitle', { service: line.service })}
      text={t('autogen.resumeText')}
      act={t('autogen.act.resume')}
      error={act.error}
      pending={act.isPending}
      ready={day !== null}
      onAct={() => act.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <DayField required label={t('autogen.resumeFrom')} value={day} onDay={setDay} />
    </ActDialog>
  )
}

/** Periods that begin later are not invoiced. */
export function EndDialog({ line, onClose }: Props) {
  const { t } = useTranslation()
  const [day, setDay] = useState<string | null>(today())
  const act = useAct(() => endLine(line, day ?? ''), t('autogen.ended'), refreshAutogen)
  return (
    <ActDialog
      title={t('autogen.endTitle', { service: line.service })}
      text={t('autogen.endText')}
      act={t('autogen.act.end')}
      error={act.error}
      pending={act.isPending}
      ready={day !== null}
      onAct={() => act.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <DayField required label={t('autogen.endOn')} value={day} onDay={setDay} />
    </ActDialog>
  )
}

/** First day of the first period that begins today or later: prices change between periods. */
function nextBeginning(line: AutogenLine): string {
  const now = today()
  if (line.valid_from === null || line.valid_from >= now) return line.valid_from ?? now
  let number = 0
  while (periodOf(line.valid_from, line.rule, number).starts_on < now) number += 1
  return periodOf(line.valid_from, line.rule, number).starts_on
}

/** A price from a day on; periods that begin earlier keep theirs. */
export function PriceDialog({ line, onClose }: Props) {
  const { t } = useTranslation()
  const [price, setPriceText] = useState(typedForm(line.unit_price))
  const [day, setDay] = useState<string | null>(() => nextBeginning(line))
  const read = readDecimal(price, 6)
  const isPrice = read !== null && !read.startsWith('-')
  const act = useAct(() => setPrice(line, read ?? '', day ?? ''), t('autogen.priceSet'), refreshAutogen)
  return (
    <ActDialog
      title={t('autogen.priceTitle', { service: line.service })}
      text={t('autogen.priceText', { price: typedForm(line.unit_price), day: formatDay(today()) })}
      act={t('autogen.act.price')}
      error={act.error}
      pending={act.isPending}
      ready={isPrice && day !== null}
      onAct={() => act.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextField
        required
        inputMode="decimal"
        label={t('autogen.newPrice')}
        value={price}
        onText={setPriceText}
        hint={isPrice ? undefined : { tone: 'attention', text: t('validation.price') }}
      />
      <DayField required label={t('autogen.priceFrom')} value={day} onDay={setDay} hint={{ tone: 'plain', text: t('autogen.priceFromHint') }} />
    </ActDialog>
  )
}
