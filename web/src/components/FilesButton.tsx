import { useRef } from 'react'
import { Button } from './Button'

interface Props {
  text: string
  /** Takes one file only. */
  single?: boolean
  /** Takes a photo instead, where the device has a camera. */
  camera?: boolean
  onFiles: (files: File[]) => void
}

/** Chooses files from the device. */
export function FilesButton({ text, single, camera, onFiles }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button small icon={camera ? 'camera' : 'plus'} onClick={() => input.current?.click()}>
        {text}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={!single && !camera}
        {...(camera && { accept: 'image/*', capture: 'environment' })}
        aria-label={text}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          // Choosing the same file once more is a choice, too.
          currentTarget.value = ''
        }}
      />
    </>
  )
}
