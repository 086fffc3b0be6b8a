// The release and its files for the service worker.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const WORKER = new URL('sw.js', import.meta.url)
const INDEX = new URL('index.html', import.meta.url)
/** What stands beside the built files. */
const PUBLIC = ['/index.html', '/icon.svg', '/manifest.webmanifest']

/** Writes sw.js with the names of all built files; another file is another release. */
export function shell(): Plugin {
  return {
    name: 'shell',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = [...PUBLIC, ...Object.keys(bundle).filter((name) => name !== 'index.html').map((name) => `/${name}`)].sort()
      const release = createHash('sha256').update(readFileSync(INDEX)).update(files.join()).digest('hex').slice(0, 16)
      const source = readFileSync(WORKER, 'utf-8').replace('__RELEASE__', release).replace('__FILES__', JSON.stringify(files))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  }
}
