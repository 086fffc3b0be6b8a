import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Combobox } from '../../../components/Combobox'
import { SelectField, TextField } from '../../../components/Field'
import { showToast } from '../../../components/toast'
import { getFacets } from '../../catalogue/api/facets'
import { createGroup, getGroups } from '../../../lib/api/groups'
import { getIndustries } from '../../../lib/api/industries'
import { reasonText } from '../../../lib/reasons'
import { useForm } from '../form'
import { Tags } from './Tags'
import css from './sections.module.css'

const languages = ['', 'lv', 'en', 'ru', 'lt', 'et']
const MOST = 40
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Group, industry, who looks after the client, language, tags. */
export function Grouping() {
  const { t } = useTranslation()
  const { draft, set, hint } = useForm()
  const facets = useQuery({ queryKey: ['facets', {}], queryFn: ({ signal }) => getFacets({}, signal), staleTime: 60_000, retry: false })
  return (
    <div className={css.fields}>
      <div className={css.half}>
        <GroupPicker />
      </div>
      <div className={css.half}>
        <IndustryPicker />
      </div>
      <div className={css.half}>
        <TextField maxLength={100} list="known-responsible" label={t('field.responsible')} value={draft.responsible} onText={(v) => set('responsible', v)} hint={hint('responsible')} />
      </div>
      <datalist id="known-responsible">
        {facets.data?.facets.responsible?.map((x) => <option key={x.value} value={x.value} />)}
      </datalist>
      <div className={css.half}>
        <SelectField label={t('field.language')} value={draft.language} choices={languages.map((value) => ({ value, label: value === '' ? '—' : t(`language.${value}`) }))} onText={(v) => set('language', v)} />
      </div>
      <Tags />
    </div>
  )
}

function GroupPicker() {
  const { t } = useTranslation()
  const { draft, set, hint } = useForm()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const groups = useQuery({ queryKey: ['groups'], queryFn: ({ signal }) => getGroups(signal), staleTime: 60_000 })
  const create = useMutation({
    mutationFn: (name: string) => createGroup(name, null),
    onSuccess: async (group) => {
      await queries.invalidateQueries({ queryKey: ['groups'] })
      set('group_id', group.id)
      setText('')
    },
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
  })
  const all = groups.data?.groups ?? []
  const wanted = plain(text.trim())
  const fits = all.filter((group) => plain(group.name).includes(wanted))
  const isNew = wanted !== '' && !all.some((group) => plain(group.name) === wanted)
  return (
    <Combobox
      label={t('field.group_id')}
      shown={all.find((group) => group.id === draft.group_id)?.name ?? (draft.group_id ? '…' : '')}
      text={text}
      onText={setText}
      options={fits.slice(0, MOST).map((group) => ({ value: group.id, label: group.name, hint: String(group.client_count) }))}
      onChoose={(option) => set('group_id', option?.value ?? null)}
      placeholder={t('picker.group')}
      clearName={t('action.clear')}
      hint={hint('group_id')}
      extra={
        isNew && (
          <Button
            small
            look="ghost"
            icon="plus"
            disabled={create.isPending}
            onPointerDown={(event) => {
              event.preventDefault()
              create.mutate(text.trim())
            }}
          >
            {t('picker.createGroup', { name: text.trim() })}
          </Button>
        )
      }
    />
  )
}

function IndustryPicker() {
  const { t } = useTranslation()
  const { draft, set, hint } = useForm()
  const [text, setText] = useState('')
  const list = useQuery({ queryKey: ['industries'], queryFn: ({ signal }) => getIndustries(signal), staleTime: Infinity })
  const all = list.data?.items ?? []
  const words = plain(text.trim()).split(/\s+/)
  const fits = all.filter((item) => {
    const whole = plain(`${item.code} ${item.title}`)
    return words.every((word) => whole.includes(word))
  })
  const chosen = all.find((item) => item.code === draft.industry_code)
  return (
    <Combobox
      label={t('field.industry_code')}
      shown={draft.industry_code === '' ? '' : [draft.industry_code, chosen?.title].filter(Boolean).join(' · ')}
      text={text}
      onText={setText}
      options={fits.slice(0, MOST).map((item) => ({ value: item.code, label: item.title, hint: item.code }))}
      onChoose={(option) => {
        set('industry_code', option?.value ?? '')
        set('industry_revision', option ? (list.data?.revision ?? '') : '')
      }}
      placeholder={t('picker.industry')}
      clearName={t('action.clear')}
      hint={hint('industry_code')}
    />
  )
}
