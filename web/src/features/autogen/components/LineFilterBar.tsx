import { useId, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { ClientChip } from '../../../components/ClientChip'
import css from '../../../components/FilterBar.module.css'
import { Icon } from '../../../components/Icon'
import { Kbd } from '../../../components/Kbd'
import { lineStatuses } from '../lines'
import { withoutEmpty } from '../../../lib/search'
import type { LineSearch } from '../params'
import { useUnitName } from '../../card/useUnitName'
import { AutogenNav } from './AutogenNav'

interface Props {
  search: LineSearch
  onSearch: (search: LineSearch) => void
  /** Names of services that were seen, to choose from. */
  services: readonly string[]
  finder: RefObject<HTMLInputElement | null>
  /** Back from the finder to the rows. */
  onList: () => void
  onNew: () => void
}

/** Whose lines, of what service, in what state; each can be taken off by one press. */
export function LineFilterBar({ search, onSearch, services, finder, onList, onNew }: Props) {
  const { t } = useTranslation()
  const set = (part: LineSearch): void => onSearch(withoutEmpty({ ...search, ...part }))
  const unit = useUnitName(search.client, search.unit !== undefined)(search.unit ?? null) || '…'
  return (
    <div className={css.top}>
      <div className={css.line}>
        <AutogenNav client={search.client} />
        <span className={css.space} />
        <Button look="primary" onClick={onNew}>
          {t('autogen.new')} <Kbd keys="N" />
        </Button>
      </div>
      <div className={css.line} role="group" aria-label={t('filter.label')}>
        <ServiceFinder key={search.service ?? ''} service={search.service} services={services} finder={finder} onService={(service) => set({ service })} onList={onList} />
        <div className={css.segments}>
          <button type="button" aria-pressed={search.status === undefined} onClick={() => set({ status: undefined })}>
            {t('autogen.statuses.all')}
          </button>
          {lineStatuses.map((status) => (
            <button key={status} type="button" aria-pressed={search.status === status} onClick={() => set({ status })}>
              {t(`autogen.statuses.${status}`)}
            </button>
          ))}
        </div>
        {search.client && <ClientChip clientId={search.client} onDrop={() => set({ client: undefined, unit: undefined })} />}
        {search.unit && (
          <button type="button" className={css.chip} aria-label={t('filter.dropNamed', { name: unit })} title={t('filter.drop')} onClick={() => set({ unit: undefined })}>
            <span className="one-line">{unit}</span>
            <Icon name="close" size={12} />
          </button>
        )}
      </div>
    </div>
  )
}

interface FinderProps {
  service: string | undefined
  services: readonly string[]
  finder: RefObject<HTMLInputElement | null>
  onService: (service: string | undefined) => void
  onList: () => void
}

/** A service is found by its whole name: chosen from the names that were seen, or typed and sent with Enter. */
function ServiceFinder({ service, services, finder, onService, onList }: FinderProps) {
  const { t } = useTranslation()
  const id = useId()
  const [typed, setTyped] = useState(service ?? '')
  const apply = (text: string): void => {
    if (text.trim() !== (service ?? '')) onService(text.trim() || undefined)
  }
  return (
    <label className={css.finder}>
      <Icon name="search" />
      <input
        ref={finder}
        type="search"
        maxLength={100}
        list={id}
        placeholder={t('autogen.findService')}
        aria-label={t('autogen.findService')}
        value={typed}
        onChange={({ target: { value } }) => {
          setTyped(value)
          if (value === '' || services.includes(value)) apply(value)
        }}
        onBlur={() => apply(typed)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          apply(typed)
          onList()
        }}
      />
      <datalist id={id}>
        {services.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <Kbd keys="F" />
    </label>
  )
}
