import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { ClientChip } from '../../../components/ClientChip'
import css from '../../../components/FilterBar.module.css'
import { Icon } from '../../../components/Icon'
import { Kbd } from '../../../components/Kbd'
import { MenuItem, Panel } from '../../../components/Menu'
import { documentTypes } from '../draft'
import { withoutEmpty } from '../../../lib/search'
import { ends, type DocumentSearch } from '../params'

interface Props {
  search: DocumentSearch
  onSearch: (search: DocumentSearch) => void
  /** Nothing where it is not known whose the new one would be. */
  onNew: (() => void) | undefined
}

/** Which documents: those that end, of what type, of whom; each can be taken off by one press. */
export function DocumentFilterBar({ search, onSearch, onNew }: Props) {
  const { t } = useTranslation()
  const set = (part: DocumentSearch): void => onSearch(withoutEmpty({ ...search, ...part }))
  const type = search.type ? t(`documents.type.${search.type}`) : t('documents.anyType')
  return (
    <div className={css.top}>
      <div className={css.filters} role="group" aria-label={t('filter.label')}>
        <div className={css.segments}>
          {[undefined, ...ends].map((each) => (
            <button key={each ?? 'all'} type="button" aria-pressed={search.ends === each} onClick={() => set({ ends: each })}>
              {t(`documents.ends.${each ?? 'all'}`)}
            </button>
          ))}
        </div>
        <Panel
          label={t('documents.field.type')}
          width={260}
          trigger={
            <button type="button" className={css.toggle} aria-pressed={search.type !== undefined} aria-label={`${t('documents.field.type')}: ${type}`}>
              {type}
              <Icon name="down" size={12} />
            </button>
          }
        >
          <MenuItem checked={search.type === undefined} onSelect={() => set({ type: undefined })}>
            {t('documents.anyType')}
          </MenuItem>
          {documentTypes.map((each) => (
            <MenuItem key={each} checked={search.type === each} onSelect={() => set({ type: each })}>
              {t(`documents.type.${each}`)}
            </MenuItem>
          ))}
        </Panel>
        <button type="button" className={css.toggle} aria-pressed={search.bin ?? false} onClick={() => set({ bin: search.bin ? undefined : true })}>
          <Icon name="trash" size={14} />
          {t('documents.bin')}
        </button>
        {search.client && <ClientChip clientId={search.client} onDrop={() => set({ client: undefined })} />}
        <span className={css.space} />
        {onNew && (
          <Button look="primary" onClick={onNew}>
            {t('documents.new')} <Kbd keys="N" />
          </Button>
        )}
      </div>
    </div>
  )
}
