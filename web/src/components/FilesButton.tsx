import { useRef } from 'react'
import { Button } from './Button'

interface Props {
  text: string
  /** Takes one file only. */
  single?: boolean
  onFiles: (files: File[]) => void
}

/** Chooses files from the computer. */
export function FilesButton({ text, single, onFiles }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button small icon="plus" onClick={() => input.current?.click()}>
        {text}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={!single}
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
