/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { shell } from './shell.ts'

const backend = process.env.SYS_URL ?? 'http://127.0.0.1:8080'
const token = process.env.SYS_TOKEN

export default defineConfig({
  plugins: [react(), shell()],
  server: {
    proxy: { '/shared': backend, '/api': { target: backend, headers: token ? { authorization: `Bearer ${token}` } : {} } },
  },
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 700,
    // The page's content security policy takes fonts and pictures from files only.
    assetsInlineLimit: 0 },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true,
    // Files are sent as in a browser, not as in Node.
    alias: { 'tus-js-client': 'tus-js-client/lib.esm/browser/index.js' }, server: { deps: { inline: ['tus-js-client'] } } },
})
