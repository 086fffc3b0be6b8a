// Fetches and parses all rows of a result away from the screen's thread. Columns whose values repeat go over at once, being small: their
// places as numbers that are moved, not copied. The others follow one by one, when asked for.
import type { ColumnarRows } from '../api/rows'
import type { FillRequest, FillReply } from './fill'
import type { Column } from './table'

let columns: ColumnarRows['columns'] = {}

const reply = (message: FillReply, moved: Transferable[] = []): void => postMessage(message, { transfer: moved })

async function load(url: string): Promise<void> {
  const response = await fetch(url, { headers: { Accept: 'application/json' } })
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  const rows = (await response.json()) as ColumnarRows
  columns = rows.columns
  const small: Record<string, Column> = {}
  const moved: Transferable[] = []
  for (const [name, column] of Object.entries(columns)) {
    if (!('of' in column)) continue
    const of = column.values.length <= 0x1_0000 ? Uint16Array.from(column.of) : Uint32Array.from(column.of)
    small[name] = { values: column.values, of }
    moved.push(of.buffer)
  }
  reply({ kind: 'loaded', total: rows.total, columns: small, left: Object.keys(columns).filter((name) => !(name in small)) }, moved)
}

addEventListener('message', ({ data }: MessageEvent<FillRequest>) => {
  if (data.kind === 'load') load(data.url).catch(() => reply({ kind: 'failed' }))
  else reply({ kind: 'column', name: data.name, column: columns[data.name] ?? [] })
})
