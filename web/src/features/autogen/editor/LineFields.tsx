import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ClientPicker } from '../../../components/ClientPicker'
import { AreaField, DayField, SelectField, TextField, type Hint } from '../../../components/Field'
import form from '../../../components/Form.module.css'
import type { VatCategory } from '../../../lib/api/types'
import { today } from '../../../lib/format'
import { getAllUnits } from '../../card/api/units'
import { choicesFor, fitsDay, useVatRates } from '../../invoices/vat'
import { LAST_DAY } from '../rule'
import type { Typed } from './draft'
import css from './LineEditor.module.css'
import { Placeholders } from './Placeholders'

interface Props {
  draft: Typed
  onDraft: (part: Partial<Typed>) => void
  isNew: boolean
  /** Periods fell due: when they begin can no longer change. */
  isStarted: boolean
  hint: (path: string) => Hint | undefined
}

const usual = ['1', '2', '3', '6', '12']
const oneOf = <T extends string>(values: readonly T[], value: string): T => values.find((each) => each === value) ?? (values[0] as T)

/** Whose line it is, what the invoice says, and when. */
export function LineFields({ draft, onDraft, isNew, isStarted, hint }: Props) {
  const { t } = useTranslation()
  const text = useRef<HTMLDivElement>(null)
  // Periods that began before are invoiced as well, but those that come count more.
  const now = today()
  const rates = useVatRates(draft.valid_from !== null && draft.valid_from > now ? draft.valid_from : now)
  const units = useQuery({
    queryKey: ['units', draft.client_id],
    queryFn: ({ signal }) => getAllUnits(draft.client_id ?? '', signal),
    enabled: draft.client_id !== null,
    staleTime: 60_000,
  })
  const fixed: Hint | undefined = isStarted ? { tone: 'plain', text: t('autogen.startedHint') } : undefined
  const language = draft.language === 'en' ? 'en' : 'lv'
  const insert = (name: string): void => {
    const area = text.current?.querySelector('textarea')
    const [from, to] = [area?.selectionStart ?? draft.template.length, area?.selectionEnd ?? draft.template.length]
    onDraft({ template: `${draft.template.slice(0, from)}{${name}}${draft.template.slice(to)}` })
    requestAnimationFrame(() => {
      area?.focus()
      area?.setSelectionRange(from + name.length + 2, from + name.length + 2)
    })
  }
  return (
    <div className={css.fields}>
      <fieldset className={form.form}>
        <legend>{t('autogen.part.whose')}</legend>
        {isNew ? (
          <div>
            <ClientPicker label={t('field.client')} clientId={draft.client_id} onClient={(id) => onDraft({ client_id: id, unit_id: null })} />
            {hint('client_id') && <p className={css.wrong}>{hint('client_id')?.text}</p>}
          </div>
        ) : (
          <p className={form.note}>{t('autogen.clientFixed')}</p>
        )}
        {isNew && (
          <SelectField
            label={t('field.unit_id')}
            value={draft.unit_id ?? ''}
            choices={[{ value: '', label: t('invoice.wholeClient') }, ...(units.data ?? []).filter((unit) => unit.active || unit.id === draft.unit_id).map((unit) => ({ value: unit.id, label: unit.name }))]}
            onText={(id) => onDraft({ unit_id: id === '' ? null : id })}
            hint={hint('unit_id')}
          />
        )}
        <TextField required maxLength={100} label={t('autogen.field.service')} value={draft.service} onText={(service) => onDraft({ service })} hint={hint('service') ?? { tone: 'plain', text: t('autogen.serviceHint') }} />
        <SelectField
          label={t('autogen.field.language')}
          value={draft.language}
          choices={(isNew ? (['', 'lv', 'en'] as const) : (['lv', 'en'] as const)).map((value) => ({ value, label: value === '' ? t('autogen.clientLanguage') : t(`language.${value}`) }))}
          onText={(value) => onDraft({ language: oneOf(['', 'lv', 'en'] as const, value) })}
        />
        <div ref={text} className={form.wide}>
          <AreaField required maxLength={600} label={t('autogen.field.template')} value={draft.template} onText={(template) => onDraft({ template })} hint={hint('template')} />
          <Placeholders language={language} onInsert={insert} />
        </div>
      </fieldset>
      <fieldset className={`${form.form} ${css.four}`}>
        <legend>{t('autogen.part.price')}</legend>
        <TextField required inputMode="decimal" label={t('line.quantity')} value={draft.quantity} onText={(quantity) => onDraft({ quantity })} hint={hint('quantity')} />
        <TextField maxLength={20} label={t('line.unit')} value={draft.unit} onText={(unit) => onDraft({ unit })} hint={hint('unit')} />
        <TextField
          required
          inputMode="decimal"
          disabled={!isNew}
          label={t('line.unit_price')}
          value={draft.unit_price}
          onText={(unit_price) => onDraft({ unit_price })}
          hint={isNew ? hint('unit_price') : { tone: 'plain', text: t('autogen.priceByAct') }}
        />
        <SelectField
          label={t('line.vat')}
          value={`${draft.vat_category} ${draft.vat_rate}`}
          choices={choicesFor(rates, draft.vat_category, draft.vat_rate).map(({ category, rate }) => ({
            value: `${category} ${rate}`,
            label: category === 'standard' || category === 'zero' ? `${rate.replace('.', ',')} %` : t(`vat.${category}`),
          }))}
          onText={(value) => {
            const [category = 'standard', rate = '21'] = value.split(' ')
            onDraft({ vat_category: category as VatCategory, vat_rate: rate })
          }}
          hint={hint('vat_rate') ?? (fitsDay(rates, draft.vat_category, draft.vat_rate) ? undefined : { tone: 'attention', text: t('validation.vatOfDay') })}
        />
      </fieldset>
      <fieldset className={`${form.form} ${css.four}`}>
        <legend>{t('autogen.part.when')}</legend>
        <DayField required label={t('autogen.field.valid_from')} value={draft.valid_from} onDay={(valid_from) => onDraft({ valid_from })} hint={hint('valid_from') ?? fixed} />
        <SelectField
          disabled={isStarted}
          label={t('autogen.field.every_months')}
          value={usual.includes(draft.every_months) ? draft.every_months : 'other'}
          choices={[...usual.map((value) => ({ value, label: t(`autogen.every.${value}`) })), { value: 'other', label: t('autogen.every.other') }]}
          onText={(value) => onDraft({ every_months: value === 'other' ? '4' : value })}
        />
        {!usual.includes(draft.every_months) && (
          <TextField inputMode="numeric" disabled={isStarted} label={t('autogen.field.months')} value={draft.every_months} onText={(every_months) => onDraft({ every_months })} hint={hint('every_months')} />
        )}
        <SelectField
          disabled={isStarted}
          label={t('autogen.field.anchor_day')}
          value={draft.anchor_day}
          choices={[
            { value: '0', label: t('autogen.anchorFirst') },
            ...Array.from({ length: LAST_DAY - 1 }, (_, i) => ({ value: `${i + 1}`, label: t('autogen.rule.onDay', { day: i + 1 }) })),
            { value: `${LAST_DAY}`, label: t('autogen.rule.lastDay') },
          ]}
          onText={(anchor_day) => onDraft({ anchor_day })}
          hint={hint('anchor_day')}
        />
        <DayField label={t('autogen.field.valid_to')} value={draft.valid_to} onDay={(valid_to) => onDraft({ valid_to })} hint={hint('valid_to') ?? { tone: 'plain', text: t('autogen.noEnd') }} />
        <SelectField
          label={t('autogen.field.timing')}
          value={draft.timing}
          choices={(['in_advance', 'in_arrears'] as const).map((value) => ({ value, label: t(`autogen.timingLong.${value}`) }))}
          onText={(value) => onDraft({ timing: oneOf(['in_advance', 'in_arrears'] as const, value) })}
        />
        <TextField
          inputMode="numeric"
          label={t('autogen.field.issue_offset_days')}
          value={draft.issue_offset_days}
          onText={(issue_offset_days) => onDraft({ issue_offset_days })}
          hint={hint('issue_offset_days') ?? { tone: 'plain', text: t(`autogen.offsetHint.${draft.timing}`) }}
        />
        <SelectField
          label={t('autogen.field.shift')}
          value={draft.shift}
          choices={(['none', 'before', 'after'] as const).map((value) => ({ value, label: t(`autogen.shift.${value}`) }))}
          onText={(value) => onDraft({ shift: oneOf(['none', 'before', 'after'] as const, value) })}
        />
        <TextField inputMode="numeric" label={t('autogen.field.term_days')} placeholder={t('autogen.byTerms')} value={draft.term_days} onText={(term_days) => onDraft({ term_days })} hint={hint('term_days')} />
        <TextField maxLength={50} label={t('autogen.field.join_key')} value={draft.join_key} onText={(join_key) => onDraft({ join_key })} hint={hint('join_key') ?? { tone: 'plain', text: t('autogen.joinHint') }} />
        <TextField
          inputMode="numeric"
          label={t('autogen.field.visits_per_period')}
          value={draft.visits_per_period}
          onText={(visits_per_period) => onDraft({ visits_per_period })}
          hint={hint('visits_per_period') ?? { tone: 'plain', text: t('autogen.visitsHint') }}
        />
      </fieldset>
    </div>
  )
}
