import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import type { Media } from '../../../lib/api/types'
import { useRemake } from '../useMediaActs'

/** Has the previews of a picture made again. */
export function RetryPreview({ media, tabIndex }: { media: Media; tabIndex?: number }) {
  const { t } = useTranslation()
  const remake = useRemake()
  return (
    <Button small tabIndex={tabIndex} aria-label={t('galleries.retryOf', { name: media.file_name })} disabled={remake.isPending} onClick={() => remake.mutate([media.id])}>
      {t('action.retry')}
    </Button>
  )
}
