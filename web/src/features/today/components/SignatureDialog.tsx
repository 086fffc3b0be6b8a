import { useRef, useState, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import css from './Big.module.css'

/** Dark on white in either theme: it goes on paper. */
const INK = '#14201f'
const PAPER = '#ffffff'
const SCALE = 2

/** Draws a signature and gives it as a PNG. */
export function SignatureDialog({ onSave, onClose }: { onSave: (content: Blob) => void; onClose: () => void }) {
  const { t } = useTranslation()
  const sheet = useRef<HTMLCanvasElement>(null)
  const [isDrawn, setDrawn] = useState(false)

  const begin = (event: PointerEvent<HTMLCanvasElement>): void => {
    const canvas = event.currentTarget
    canvas.setPointerCapture(event.pointerId)
    const pen = canvas.getContext('2d')
    if (!pen) return
    if (!isDrawn) {
      const { width, height } = canvas.getBoundingClientRect()
      canvas.width = width * SCALE
      canvas.height = height * SCALE
      pen.fillStyle = PAPER
      pen.fillRect(0, 0, canvas.width, canvas.height)
      Object.assign(pen, { strokeStyle: INK, lineWidth: 2 * SCALE, lineCap: 'round', lineJoin: 'round' })
    }
    pen.beginPath()
    pen.moveTo(...placeOf(event))
  }
  const draw = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const pen = event.currentTarget.getContext('2d')
    pen?.lineTo(...placeOf(event))
    pen?.stroke()
    setDrawn(true)
  }
  const save = (): void => {
    sheet.current?.toBlob((content) => {
      if (content) onSave(content)
    }, 'image/png')
  }
  return (
    <Dialog title={t('today.signature')} onClose={onClose}>
      <div className={css.big}>
        <canvas ref={sheet} className={css.sheet} role="img" aria-label={t('today.signHere')} onPointerDown={begin} onPointerMove={draw} />
        <div className={css.row}>
          <Button
            disabled={!isDrawn}
            onClick={() => {
              // A sheet that gets its size is empty.
              if (sheet.current) sheet.current.width = 1
              setDrawn(false)
            }}
          >
            {t('action.clear')}
          </Button>
          <Button look="primary" disabled={!isDrawn} onClick={save}>
            {t('today.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function placeOf({ clientX, clientY, currentTarget }: PointerEvent<HTMLCanvasElement>): [x: number, y: number] {
  const { left, top } = currentTarget.getBoundingClientRect()
  return [(clientX - left) * SCALE, (clientY - top) * SCALE]
}
