import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './styles/tokens.css'
import './styles/global.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { listenToChanges } from './app/live'
import { keepShell } from './app/worker'
import { queries } from './app/queries'
import { router } from './app/router'
import { applyTheme, readTheme } from './app/theme'
import { startI18n } from './i18n'

applyTheme(readTheme())
startI18n()
listenToChanges(queries)
keepShell()
// What was recorded without a network is sent whatever screen is opened first.
void import('./features/today/sending').then(({ startSending }) => startSending(queries))

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
