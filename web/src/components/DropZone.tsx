import { useEffect, useState, type DragEvent, type ReactNode } from 'react'
import css from './DropZone.module.css'
import { Icon } from './Icon'

interface Props {
  /** Where the files go, in words. */
  target: string
  onFiles: (files: File[]) => void
  children: ReactNode
}

const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false

/** A region that takes files dropped on it. */
export function DropZone({ target, onFiles, children }: Props) {
  const [over, setOver] = useState(false)
  useEffect(() => {
    // A file dropped beside the region would be opened in place of the page.
    const refuse = (event: globalThis.DragEvent): void => {
      if (!hasFiles(event.dataTransfer) || event.defaultPrevented) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
    }
    window.addEventListener('dragover', refuse)
    window.addEventListener('drop', refuse)
    return () => {
      window.removeEventListener('dragover', refuse)
      window.removeEventListener('drop', refuse)
    }
  }, [])
  const onDragOver = (event: DragEvent): void => {
    if (!hasFiles(event.dataTransfer)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  return (
    <div
      className={css.zone}
      onDragOver={onDragOver}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false)
      }}
      onDrop={(event) => {
        if (!hasFiles(event.dataTransfer)) return
        event.preventDefault()
        setOver(false)
        onFiles([...event.dataTransfer.files])
      }}
    >
      {children}
      {over && (
        <div className={css.over}>
          <Icon name="download" />
          {target}
        </div>
      )}
    </div>
  )
}
