import './app/jitless.ts'
import './ui/tokens.css'
import './ui/base.css'
import './shared/blocks.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startSession } from './api/bootstrap.ts'
import { App } from './app/app.tsx'
import { bridge } from './api/bridge.ts'
import { startPreferences } from './shared/navigation/preferences.ts'
import { navigate } from './shared/navigation/router.ts'

startPreferences()
// A link, a notification or a menu of the system asks for a page.
bridge()?.onOpen((path) => navigate(path))
void startSession(window, bridge() !== undefined)

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
