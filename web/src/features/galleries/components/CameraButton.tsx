import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { useMedia } from '../../../lib/media'

/** Takes a photo with the camera of a phone. */
export function CameraButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const isTouched = useMedia('(pointer: coarse)')
  if (!isTouched) return null
  return (
    <>
      <Button look="primary" onClick={() => input.current?.click()}>
        {t('galleries.takePhoto')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={t('galleries.takePhoto')}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
    </>
  )
}
