import { useTranslation } from 'react-i18next'
import { Dialog } from '../components/Dialog'
import { Kbd } from '../components/Kbd'
import css from './CheatSheet.module.css'

const groups: Record<string, [keys: string, name: string][]> = {
  everywhere: [['Ctrl K', 'palette'], ['/', 'find'], ['N', 'new'], ['G K', 'catalogue'], ['G S', 'today'], ['G R', 'invoices'], ['G A', 'autogen'], ['G V', 'visitCheck'], ['G D', 'documents'], ['G G', 'groups'], ['G I', 'settings'], ['Esc', 'close'], ['?', 'sheet']],
  catalogue: [['↑ ↓', 'move'], ['PgUp PgDn', 'page'], ['Home End', 'ends'], ['Enter', 'open'], ['Space', 'quick'], ['X', 'select'], ['Shift ↑ ↓', 'range'], ['Ctrl A', 'all']],
  card: [['E', 'edit'], ['1 … 9', 'block'], ['I', 'clientInvoices'], ['Ctrl ← →', 'neighbour'], ['Esc', 'back']],
  invoices: [['F', 'findInvoice'], ['Enter', 'openInvoice'], ['Space', 'expand'], ['P', 'payment'], ['K', 'credit'], ['D', 'preview'], ['N', 'newInvoice']],
  autogen: [['F', 'findService'], ['Enter', 'openLine'], ['N', 'newLine'], ['L', 'ledger'], ['U', 'indexations']],
  line: [['E', 'editLine'], ['P', 'pause'], ['C', 'price']],
  ledger: [['X', 'selectPeriod'], ['A', 'approve'], ['W', 'waive'], ['R', 'run'], ['Enter', 'openPeriod']],
  visits: [['← →', 'visitMonth'], ['PgUp PgDn', 'visitYear'], ['Home', 'visitNow'], ['K', 'visitView'], ['↑ ↓', 'visitMove'], ['Enter', 'visitEdit'], ['Alt ← → ↑ ↓', 'visitShift'], ['D', 'visitDone'], ['M', 'visitMissed'], ['C', 'visitCancelled'], ['P', 'visitPlanned'], ['N', 'newVisit'], ['Shift N', 'newPlan']],
  visitCheck: [['← →', 'visitMonth'], ['Enter', 'checkVisits'], ['C', 'checkClient'], ['L', 'checkLine'], ['R', 'checkInvoice'], ['F', 'checkFlagged']],
  documents: [['N', 'newDocument'], ['Enter', 'openDocument'], ['E', 'editDocument'], ['V', 'newVersion'], ['D', 'downloadDocument']],
  gallery: [['← → ↑ ↓', 'photoMove'], ['Enter', 'photoOpen'], ['X', 'photoSelect'], ['Shift ← → ↑ ↓', 'photoRange'], ['Ctrl A', 'photoAll'], ['I', 'photoInfo'], ['Del', 'photoBin']],
  photo: [['← →', 'photoNext'], ['Home End', 'photoEnds'], ['Space', 'photoPlay'], ['+ − 0', 'photoZoom'], ['I', 'photoInfo'], ['R', 'photoTurn'], ['B', 'photoPair'], ['Enter', 'photoDownload'], ['Del', 'photoBin']],
  editor: [['Ctrl S', 'save'], ['Ctrl Enter', 'saveClose'], ['Esc', 'cancel']],
}

/** Every key there is. */
export function CheatSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog wide title={t('keys.title')} onClose={onClose}>
      <div className={css.sheet}>
        {Object.entries(groups).map(([group, keys]) => (
          <section key={group}>
            <h3>{t(`keys.group.${group}`)}</h3>
            <dl>
              {keys.map(([combination, name]) => (
                <div key={name}>
                  <dt>{t(`keys.${name}`)}</dt>
                  <dd>
                    <Kbd keys={combination} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
