import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { showToast } from '../../components/toast'
import type { DocumentRequirement, Kind } from '../../lib/api/types'
import { reasonText } from '../../lib/reasons'
import { getRequirements, putRequirements } from './api/requirements'
import { documentTypes } from './draft'
import css from './RequirementsTable.module.css'

const kinds: readonly Kind[] = ['legal', 'natural']

/** Which types of documents clients of each kind must have. */
export function RequirementsTable() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  /** What was ticked or not in another way than it is stored, by kind and type. */
  const [changes, setChanges] = useState<Readonly<Record<string, boolean>>>({})
  const stored = useQuery({ queryKey: ['document-requirements'], queryFn: ({ signal }) => getRequirements(signal) })
  const keyOf = ({ client_kind, type }: DocumentRequirement): string => `${client_kind}.${type}`
  const all = documentTypes.flatMap((type) => kinds.map((client_kind): DocumentRequirement => ({ client_kind, type })))
  const required = new Set(stored.data?.requirements.map(keyOf))
  const isTicked = (one: DocumentRequirement): boolean => changes[keyOf(one)] ?? required.has(keyOf(one))
  const save = useMutation({
    mutationFn: () => putRequirements({ requirements: all.filter(isTicked), etag: stored.data?.etag ?? '' }),
    onSuccess: () => {
      setChanges({})
      showToast(t('saved'))
    },
    onError: (error) => showToast(reasonText(error, t), { tone: 'attention' }),
    // Somebody else's changes come in sight; mine stay on top of them.
    onSettled: async () => {
      await Promise.all([queries.invalidateQueries({ queryKey: ['document-requirements'] }), queries.invalidateQueries({ queryKey: ['card'] })])
    },
  })
  if (stored.error) return <Banner action={<Button small onClick={() => void stored.refetch()}>{t('action.retry')}</Button>}>{reasonText(stored.error, t)}</Banner>
  if (!stored.data) return <div className={css.loading} aria-busy="true" />
  const set = (one: DocumentRequirement, ticked: boolean): void =>
    setChanges(({ [keyOf(one)]: _old, ...rest }) => (ticked === required.has(keyOf(one)) ? rest : { ...rest, [keyOf(one)]: ticked }))
  return (
    <>
      <table className={css.table} aria-labelledby="requirements-title">
        <thead>
          <tr>
            <th scope="col">{t('documents.field.type')}</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col">
                {t(`kind.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {documentTypes.map((type) => (
            <tr key={type}>
              <th scope="row">{t(`documents.type.${type}`)}</th>
              {kinds.map((kind) => {
                const one = { client_kind: kind, type }
                return (
                  <td key={kind} data-changed={keyOf(one) in changes || undefined}>
                    <input
                      type="checkbox"
                      aria-label={t('documents.requirement', { type: t(`documents.type.${type}`), kind: t(`kind.${kind}`) })}
                      checked={isTicked(one)}
                      onChange={(event) => set(one, event.target.checked)}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Button look="primary" disabled={Object.keys(changes).length === 0 || save.isPending} onClick={() => save.mutate()}>
        {t('action.save')}
      </Button>
    </>
  )
}
