// Fetches and parses all rows of a result away from the screen's thread, then hands them over piece by piece, so that no
// frame is lost to a ten-megabyte JSON.parse.
import { rowsOf, type ColumnarRows } from '../api/rows'
import type { FillRequest, FillReply } from './fill'

let rows: ColumnarRows | null = null

async function load(url: string): Promise<FillReply> {
  const response = await fetch(url, { headers: { Accept: 'application/json' } })
  if (!response.ok) return { kind: 'failed' }
  rows = (await response.json()) as ColumnarRows
  return { kind: 'loaded', total: rows.total, generation: rows.generation }
}

addEventListener('message', (event: MessageEvent<FillRequest>) => {
  const request = event.data
  if (request.kind === 'load') {
    load(request.url).then(
      (reply) => postMessage(reply),
      () => postMessage({ kind: 'failed' } satisfies FillReply),
    )
  } else {
    const piece = rows === null ? [] : rowsOf(rows.columns, request.start, request.end)
    postMessage({ kind: 'piece', start: request.start, rows: piece } satisfies FillReply)
  }
})
