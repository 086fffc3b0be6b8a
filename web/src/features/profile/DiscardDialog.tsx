import { useTranslation } from 'react-i18next'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { settingName } from '../../lib/settingText'
import { describe } from './describe'
import css from './dialogs.module.css'
import type { Draft, DraftKey } from './draft'

interface Props {
  base: Draft
  draft: Draft
  changed: readonly DraftKey[]
  settings: readonly string[]
  onKeep: () => void
  onDiscard: () => void
}

/** Before changes are thrown away: what they are. */
export function DiscardDialog({ base, draft, changed, settings, onKeep, onDiscard }: Props) {
  const { t } = useTranslation()
  return (
    <Dialog
      wide
      title={t('discard.title')}
      onClose={onKeep}
      footer={
        <>
          <Button onClick={onDiscard}>{t('discard.discard')}</Button>
          <Button look="primary" autoFocus onClick={onKeep}>
            {t('discard.keep')}
          </Button>
        </>
      }
    >
      <table className={css.diff}>
        <thead>
          <tr>
            <th scope="col">{t('discard.field')}</th>
            <th scope="col">{t('discard.before')}</th>
            <th scope="col">{t('discard.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map((key) => (
            <tr key={key}>
              <th scope="row">{t(`field.${key}`)}</th>
              <td>{describe(key, base, t)}</td>
              <td>{describe(key, draft, t)}</td>
            </tr>
          ))}
          {settings.map((key) => (
            <tr key={key}>
              <th scope="row">{settingName(key, t)}</th>
              <td colSpan={2} />
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  )
}
