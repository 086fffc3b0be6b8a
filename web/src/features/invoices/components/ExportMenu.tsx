import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/Button'
import { Panel, PanelClose } from '../../../components/Menu'
import { today } from '../../../lib/format'
import { exportUrl } from '../api/files'
import { queryOf, type InvoiceSearch } from '../params'
import css from '../../../components/FilterBar.module.css'

/** The whole filter as a file, in the order it is shown. */
export function ExportMenu({ search }: { search: InvoiceSearch }) {
  const { t } = useTranslation()
  return (
    <Panel align="end" width={200} label={t('invoices.export')} trigger={<IconButton icon="download" name={t('invoices.export')} />}>
      {(['csv', 'xlsx'] as const).map((form) => (
        <PanelClose key={form} asChild>
          <a className={css.file} href={exportUrl(queryOf(search, today()), form)} download>
            {t(`invoices.exportAs.${form}`)}
          </a>
        </PanelClose>
      ))}
    </Panel>
  )
}
