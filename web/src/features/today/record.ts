import type { TFunction } from 'i18next'
import { showToast } from '../../components/toast'
import type { Visit, VisitInput } from '../../lib/api/types'
import { recordPictures, recordVisit, type Picture } from './kept/outbox'
import { send } from './sending'

/** Writes down what was done and sends it when it can. A person is told when the device cannot keep it; nothing else may lose it. */
export async function record(t: TFunction, visit: Visit, changes: Partial<VisitInput> | null, pictures: readonly Picture[] = []): Promise<boolean> {
  try {
    await (changes ? recordVisit(visit, changes, pictures) : recordPictures(visit, pictures))
  } catch {
    showToast(t('today.notKept'), { tone: 'attention' })
    return false
  }
  send()
  return true
}

/** Chosen photos; read at once, as the files behind them may go. Rejects when one cannot be read. */
export const picturesOf = (files: readonly File[]): Promise<Picture[]> =>
  Promise.all(
    files.map(async (file) => ({
      mediaId: crypto.randomUUID(),
      content: new Blob([await file.arrayBuffer()], { type: file.type }),
      name: file.name,
      takenAt: new Date(file.lastModified).toISOString(),
      tags: [],
    })),
  )

/** A signature that was drawn. */
export const signatureOf = (content: Blob): Picture => ({
  mediaId: crypto.randomUUID(),
  content,
  name: 'paraksts.png',
  takenAt: new Date().toISOString(),
  tags: ['paraksts'],
})
