import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../components/Dialog'
import type { Media } from '../../../lib/api/types'
import { PlainThumb } from '../components/Thumb'
import css from './PairDialog.module.css'

/** Chooses the picture that shows the same before. */
export function PairDialog({ choices, onChoose, onClose }: { choices: readonly Media[]; onChoose: (media: Media) => void; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog wide title={t('galleries.pairTitle')} onClose={onClose}>
      {choices.length === 0 && <p className="quiet">{t('galleries.noPair')}</p>}
      <ul className={css.choices}>
        {choices.map((one) => (
          <li key={one.id}>
            <button type="button" aria-label={one.caption || one.file_name} onClick={() => onChoose(one)}>
              <PlainThumb media={one} />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
